using TiledFit.Core;

namespace TiledFit.Quality.Approximations;

/// <summary>
/// Fills pixels without data from coarser and coarser means of those with data (pull-push: Gortler, Grzeszczuk,
/// Szeliski and Cohen 1996, section 3.4), so that a transform of the whole rectangle sees no edge there.
/// </summary>
internal static class HoleFilling
{
    /// <summary>The raster without NaN; pixels with data stay as they are.</summary>
    /// <exception cref="InputException">No pixel holds data.</exception>
    public static double[] Fill(double[] values, int width, int height)
    {
        if (!values.Any(double.IsNaN))
        {
            return values;
        }

        if (values.Length == 1)
        {
            throw new InputException("no pixel of the raster holds data; name another raster");
        }

        int coarseWidth = (width + 1) / 2, coarseHeight = (height + 1) / 2;
        double[] coarse = Fill(Halve(values, width, height, coarseWidth, coarseHeight), coarseWidth, coarseHeight);
        double[] filled = [.. values];
        for (int i = 0; i < filled.Length; i++)
        {
            if (double.IsNaN(filled[i]))
            {
                filled[i] = Interpolate(coarse, coarseWidth, coarseHeight, Place(i % width), Place(i / width));
            }
        }

        return filled;

        // The centre of coarse pixel k lies at 2k + ½.
        static double Place(int fine) => (fine - 0.5) / 2;
    }

    private static double[] Halve(double[] values, int width, int height, int coarseWidth, int coarseHeight)
    {
        var sums = new double[coarseWidth * coarseHeight];
        var counts = new int[sums.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (values[y * width + x] is var value && !double.IsNaN(value))
                {
                    int cell = y / 2 * coarseWidth + x / 2;
                    sums[cell] += value;
                    counts[cell]++;
                }
            }
        }

        return [.. sums.Zip(counts, (sum, count) => count == 0 ? double.NaN : sum / count)];
    }

    private static double Interpolate(double[] values, int width, int height, double x, double y)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        int left = Math.Min((int)x, Math.Max(width - 2, 0)), top = Math.Min((int)y, Math.Max(height - 2, 0));
        int right = Math.Min(left + 1, width - 1), bottom = Math.Min(top + 1, height - 1);
        return double.Lerp(
            double.Lerp(values[top * width + left], values[top * width + right], x - left),
            double.Lerp(values[bottom * width + left], values[bottom * width + right], x - left),
            y - top);
    }
}
