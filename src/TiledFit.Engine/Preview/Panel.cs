using TiledFit.Core.Model;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>An image on a canvas with a title above it, each of its values drawn as a square.</summary>
/// <param name="Canvas">Where to draw.</param>
/// <param name="Area">The image's place on the canvas.</param>
/// <param name="Zoom">Side of the square that shows one value, px.</param>
internal sealed record Panel(Canvas Canvas, PixelRectangle Area, int Zoom)
{
    private const double TitleHeight = 15, LabelHeight = 12;
    private const int BarGap = 14, BarWidth = 18, TickLength = 5, HatchPeriod = 8, PixelsPerTick = 64;
    private static readonly Rgb Ink = Rgb.Hex(0x222222), Line = Rgb.Hex(0x8A8A8A);

    /// <summary>Columns to the right of the image that a colour bar with its labels takes.</summary>
    public const int BarSpace = 120;

    /// <summary>Rows above the image that the title takes.</summary>
    public const int TitleSpace = 36;

    /// <summary>Writes the title, with an addition in lighter ink.</summary>
    public void DrawTitle(string title, string addition)
    {
        double baseline = Area.Y - 13;
        StrokeFont.Draw(Canvas, title, Area.X, baseline, TitleHeight, Ink, bold: true);
        double x = Area.X + StrokeFont.Measure(title, TitleHeight) + 14;
        StrokeFont.Draw(Canvas, addition, x, baseline, LabelHeight, Rgb.Hex(0x6A6A6A));
    }

    /// <summary>Draws the image, row by row, hatched where it is null, and a frame around it.</summary>
    public void DrawImage(Rgb?[] colors)
    {
        int columns = Area.Width / Zoom;
        for (int y = 0; y < Area.Height; y++)
        {
            for (int x = 0; x < Area.Width; x++)
            {
                Canvas.Set(Area.X + x, Area.Y + y, colors[y / Zoom * columns + x / Zoom] ?? Hatch(x, y));
            }
        }

        Canvas.Frame(Area.X, Area.Y, Area.Width, Area.Height, Line);
    }

    /// <summary>Draws values through a colour map, and the bar that explains it.</summary>
    public void DrawValues(double[] values, ValueRange range, ColorMap map)
    {
        Rgb? ColorOf(double value) => double.IsNaN(value) ? null : map.ColorAt(range.ShareOf(value));
        DrawImage(Array.ConvertAll(values, ColorOf));
        DrawColorBar(range, map);
    }

    /// <summary>Draws closed outlines on the image, clipped to it.</summary>
    /// <param name="outlines">In canvas coordinates.</param>
    /// <param name="color">Of the lines.</param>
    /// <param name="opacity">From 0 to 1.</param>
    public void DrawOutlines(IEnumerable<(double X, double Y)[]> outlines, Rgb color, double opacity)
    {
        foreach ((double X, double Y)[] outline in outlines)
        {
            Canvas.Stroke([outline], 1.25, color, opacity, Area);
        }
    }

    private static Rgb Hatch(int x, int y) => (x + y) % HatchPeriod < 2 ? ColorMap.NoData : Rgb.Hex(0xEFEFEF);

    private void DrawColorBar(ValueRange range, ColorMap map)
    {
        int x = Area.Right + BarGap;
        for (int row = 0; row < Area.Height; row++)
        {
            double share = 1 - (row + 0.5) / Area.Height;
            Canvas.Fill(x, Area.Y + row, BarWidth, 1, map.ColorAt(share));
        }
        Canvas.Frame(x, Area.Y, BarWidth, Area.Height, Line);
        if (range.ClipsHigh)
        {
            DrawArrow(x, Area.Y - 3, -1, map.ColorAt(1));
        }

        if (range.ClipsLow)
        {
            DrawArrow(x, Area.Bottom + 2, 1, map.ColorAt(0));
        }

        DrawTicks(x + BarWidth, range);
    }

    /// <summary>A triangle at an end of the bar: there are values beyond it.</summary>
    private void DrawArrow(int x, int y, int direction, Rgb color)
    {
        for (int step = 0; step < BarWidth / 2 - 1; step++)
        {
            Canvas.Fill(x + step, y + direction * step, BarWidth - 2 * step, 1, color);
        }
    }

    private void DrawTicks(int x, ValueRange range)
    {
        var ticks = new AxisTicks(range.Low, range.High, Math.Clamp(Area.Height / PixelsPerTick, 2, 8));
        foreach (double value in ticks.Values)
        {
            double y = Area.Bottom - 0.5 - range.ShareOf(value) * Area.Height;
            Canvas.Fill(x + 1, (int)Math.Round(Math.Clamp(y, Area.Y, Area.Bottom - 1)), TickLength, 1, Ink);
            StrokeFont.Draw(Canvas, ticks.Label(value), x + TickLength + 6, y + LabelHeight / 2, LabelHeight, Ink);
        }
    }
}
