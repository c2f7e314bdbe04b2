using TiledFit.Core.Model;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>A framed plot of lines on a canvas, with ticks at the left and, if wanted, below.</summary>
/// <param name="Canvas">Where to draw.</param>
/// <param name="Area">The plot's place on the canvas.</param>
/// <param name="X">What the width spans.</param>
/// <param name="Y">What the height spans.</param>
internal sealed record PlotArea(Canvas Canvas, PixelRectangle Area, ValueRange X, ValueRange Y)
{
    private const double LabelHeight = 12;
    private const int TickLength = 5, ColumnsPerTick = 130, RowsPerTick = 60;
    private static readonly Rgb Ink = Rgb.Hex(0x222222), Line = Rgb.Hex(0x8A8A8A), Grid = Rgb.Hex(0xE8E8E8);

    /// <summary>Draws frame, ticks and the lines of the grid.</summary>
    public void DrawAxes(bool labelsBelow)
    {
        var columns = new AxisTicks(X.Low, X.High, Math.Clamp(Area.Width / ColumnsPerTick, 2, 10));
        foreach (double tick in columns.Values)
        {
            int x = (int)Math.Round(Math.Clamp(PlaceOf(tick, 0).X, Area.X, Area.Right - 1));
            Canvas.Fill(x, Area.Y, 1, Area.Height, Grid);
            if (labelsBelow)
            {
                string label = columns.Label(tick);
                Canvas.Fill(x, Area.Bottom + 1, 1, TickLength, Ink);
                StrokeFont.Draw(
                    Canvas, label, x - 0.5 * StrokeFont.Measure(label, LabelHeight),
                    Area.Bottom + TickLength + 6 + LabelHeight, LabelHeight, Ink);
            }
        }

        var rows = new AxisTicks(Y.Low, Y.High, Math.Clamp(Area.Height / RowsPerTick, 2, 8));
        foreach (double tick in rows.Values)
        {
            int y = (int)Math.Round(Math.Clamp(PlaceOf(0, tick).Y, Area.Y, Area.Bottom - 1));
            string label = rows.Label(tick);
            Canvas.Fill(Area.X, y, Area.Width, 1, Grid);
            Canvas.Fill(Area.X - 1 - TickLength, y, TickLength, 1, Ink);
            StrokeFont.Draw(
                Canvas, label, Area.X - TickLength - 6 - StrokeFont.Measure(label, LabelHeight), y + LabelHeight / 2,
                LabelHeight, Ink);
        }

        Canvas.Frame(Area.X, Area.Y, Area.Width, Area.Height, Line);
    }

    /// <summary>Draws a line through points, clipped to the plot.</summary>
    public void DrawLine(IEnumerable<(double X, double Y)> points, double width, Rgb color, double opacity = 1) =>
        Canvas.Stroke([[.. points.Select(point => PlaceOf(point.X, point.Y))]], width, color, opacity, Area);

    /// <summary>Draws points as dots, clipped to the plot.</summary>
    public void DrawDots(IEnumerable<(double X, double Y)> points, double width, Rgb color, double opacity)
    {
        foreach ((double x, double y) in points)
        {
            (double X, double Y) place = PlaceOf(x, y);
            Canvas.Stroke([[place, place]], width, color, opacity, Area);
        }
    }

    private (double X, double Y) PlaceOf(double x, double y) =>
        (Area.X + X.ShareOf(x) * (Area.Width - 1), Area.Y + (1 - Y.ShareOf(y)) * (Area.Height - 1));
}
