using TiledFit.Core.Model;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>A picture in memory that filled rectangles and anti-aliased strokes are drawn on.</summary>
internal sealed class Canvas
{
    /// <summary>A white picture.</summary>
    public Canvas(int width, int height)
    {
        (Width, Height) = (width, height);
        Pixels = new byte[3 * width * height];
        Pixels.AsSpan().Fill(255);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Row by row, three bytes a pixel: red, green, blue.</summary>
    public byte[] Pixels { get; }

    /// <summary>Sets a pixel.</summary>
    public void Set(int x, int y, Rgb color)
    {
        int at = 3 * (y * Width + x);
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = (color.R, color.G, color.B);
    }

    /// <summary>Fills a rectangle, which must lie inside.</summary>
    public void Fill(int x, int y, int width, int height, Rgb color)
    {
        for (int row = y; row < y + height; row++)
        {
            for (int column = x; column < x + width; column++)
            {
                Set(column, row, color);
            }
        }
    }

    /// <summary>Draws a one-pixel frame around a rectangle.</summary>
    public void Frame(int x, int y, int width, int height, Rgb color)
    {
        Fill(x - 1, y - 1, width + 2, 1, color);
        Fill(x - 1, y + height, width + 2, 1, color);
        Fill(x - 1, y, 1, height, color);
        Fill(x + width, y, 1, height, color);
    }

    /// <summary>
    /// Draws polylines of one pen width as one shape: where they meet or cross, no pixel is painted twice.
    /// </summary>
    /// <param name="paths">Points in canvas coordinates, pixel centres at integers.</param>
    /// <param name="width">Of the pen, px.</param>
    /// <param name="color">Of the pen.</param>
    /// <param name="opacity">From 0 to 1.</param>
    /// <param name="clip">Nothing is drawn outside.</param>
    public void Stroke(
        IReadOnlyList<(double X, double Y)[]> paths, double width, Rgb color, double opacity = 1,
        PixelRectangle? clip = null)
    {
        var area = (clip ?? new(0, 0, Width, Height)).Intersect(Bounds(paths, width));
        if (area.IsEmpty)
        {
            return;
        }

        var coverage = new float[area.Area];
        foreach ((double X, double Y)[] path in paths)
        {
            for (int i = 0; i < path.Length - 1; i++)
            {
                Cover(coverage, area, path[i], path[i + 1], width / 2);
            }
        }

        for (int y = area.Y; y < area.Bottom; y++)
        {
            for (int x = area.X; x < area.Right; x++)
            {
                Blend(x, y, color, opacity * coverage[(y - area.Y) * area.Width + x - area.X]);
            }
        }
    }

    private static PixelRectangle Bounds(IReadOnlyList<(double X, double Y)[]> paths, double width)
    {
        double margin = width / 2 + 1;
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach ((double x, double y) in paths.SelectMany(path => path))
        {
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }
        int column = ToInt(left - margin), row = ToInt(top - margin);
        return new(column, row, ToInt(right + margin) - column + 1, ToInt(bottom + margin) - row + 1);
    }

    private static int ToInt(double value) => (int)Math.Clamp(Math.Floor(value), -1e8, 1e8);

    /// <summary>Coverage of a capsule: half a pixel of ramp on both sides of its edge.</summary>
    private static void Cover(
        float[] coverage, PixelRectangle area, (double X, double Y) from, (double X, double Y) to, double radius)
    {
        var box = area.Intersect(Bounds([[from, to]], 2 * radius));
        double dx = to.X - from.X, dy = to.Y - from.Y, length2 = dx * dx + dy * dy;
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                double along = length2 == 0 ? 0 : Math.Clamp(((x - from.X) * dx + (y - from.Y) * dy) / length2, 0, 1);
                double ex = x - from.X - along * dx, ey = y - from.Y - along * dy;
                float cover = (float)Math.Clamp(radius + 0.5 - Math.Sqrt(ex * ex + ey * ey), 0, 1);
                ref float cell = ref coverage[(y - area.Y) * area.Width + x - area.X];
                cell = Math.Max(cell, cover);
            }
        }
    }

    private void Blend(int x, int y, Rgb color, double share)
    {
        if (share <= 0)
        {
            return;
        }

        int at = 3 * (y * Width + x);
        Set(x, y, new Rgb(Pixels[at], Pixels[at + 1], Pixels[at + 2]).Towards(color, share));
    }
}
