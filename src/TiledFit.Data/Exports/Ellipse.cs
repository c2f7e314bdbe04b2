using TiledFit.Core.Model;

namespace TiledFit.Data.Exports;

/// <summary>The ellipse ‖L⁻¹(p − c)‖ = k of a Gaussian as a closed ring of points.</summary>
internal static class Ellipse
{
    /// <summary>Points of a ring, the first of which is also its last. The polygon's area is 0.2 % too small.</summary>
    public const int Points = 65;

    private static readonly (double Cos, double Sin)[] Circle =
        [.. Enumerable.Range(0, Points).Select(i => Math.SinCos(2 * Math.PI * (i % (Points - 1)) / (Points - 1)))
            .Select(angle => (angle.Cos, angle.Sin))];

    /// <summary>Fills a ring with c + k·L·(cos t, sin t), px.</summary>
    public static void Fill(in Gaussian shape, double k, Span<double> x, Span<double> y)
    {
        for (int i = 0; i < Points; i++)
        {
            (double cos, double sin) = Circle[i];
            x[i] = shape.X + k * shape.L11 * cos;
            y[i] = shape.Y + k * (shape.L21 * cos + shape.L22 * sin);
        }
    }

    /// <summary>Turns a ring so that it runs counter-clockwise, y up (RFC 7946, 3.1.6; OGC 06-103r4, 6.1.11).</summary>
    public static void MakeCounterClockwise(Span<double> x, Span<double> y)
    {
        double twiceArea = 0;
        for (int i = 1; i < x.Length; i++)
        {
            // Relative to the first point, since coordinates may be a million times the ellipse's size.
            twiceArea += (x[i - 1] - x[0]) * (y[i] - y[0]) - (x[i] - x[0]) * (y[i - 1] - y[0]);
        }

        if (twiceArea < 0)
        {
            x.Reverse();
            y.Reverse();
        }
    }
}
