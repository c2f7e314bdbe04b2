using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Preview;

/// <summary>
/// Relief lit from the upper left: Lambert's cosine of the surface normal with the light, slopes by the differences of
/// Horn (1981), Proc. IEEE 69, 14–47. Heights are exaggerated so that nine slopes in ten stay below 45°.
/// </summary>
internal static class HillShade
{
    private const double Darkest = 95, Brightest = 255, SteepShare = 0.9;

    /// <summary>Greys of an image, null where it is NaN.</summary>
    public static Rgb?[] Shade(double[] heights, int width, int height)
    {
        var slopes = new (double X, double Y)[heights.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                slopes[y * width + x] = Slope(heights, width, height, x, y);
            }
        }

        double unit = SteepSlope(slopes);
        return heights.Zip(slopes, (z, s) => double.IsNaN(z) ? (Rgb?)null : Shade(s.X / unit, s.Y / unit)).ToArray();
    }

    /// <summary>
    /// n = (−s_x, −s_y, 1)/√(1 + s²), light = (−½, −½, 1/√2): from the upper left, 45° high (y points down).
    /// </summary>
    private static Rgb Shade(double slopeX, double slopeY)
    {
        double cosine = (0.5 * (slopeX + slopeY) + Math.Sqrt(0.5)) / Math.Sqrt(1 + slopeX * slopeX + slopeY * slopeY);
        return Rgb.Grey(Darkest + (Brightest - Darkest) * Math.Max(0, cosine));
    }

    private static double SteepSlope((double X, double Y)[] slopes)
    {
        double[] steepness = slopes.Select(s => Math.Sqrt(s.X * s.X + s.Y * s.Y)).Where(s => s > 0).Order().ToArray();
        return steepness.Length == 0 ? 1 : steepness[(int)(SteepShare * (steepness.Length - 1))];
    }

    private static (double X, double Y) Slope(double[] z, int width, int height, int x, int y)
    {
        double centre = z[y * width + x];
        double At(int dx, int dy)
        {
            double value = z[Math.Clamp(y + dy, 0, height - 1) * width + Math.Clamp(x + dx, 0, width - 1)];
            return double.IsNaN(value) ? centre : value;
        }
        double right = At(1, -1) + 2 * At(1, 0) + At(1, 1), left = At(-1, -1) + 2 * At(-1, 0) + At(-1, 1);
        double below = At(-1, 1) + 2 * At(0, 1) + At(1, 1), above = At(-1, -1) + 2 * At(0, -1) + At(1, -1);
        return double.IsNaN(centre) ? (0, 0) : ((right - left) / 8, (below - above) / 8);
    }
}
