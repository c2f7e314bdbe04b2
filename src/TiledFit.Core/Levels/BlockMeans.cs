using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Levels;

/// <summary>Means of a residual over square blocks of pixels: the pixels of a coarser level.</summary>
internal static class BlockMeans
{
    /// <summary>Σ w·r / Σ w of each block, row by row; NaN where less than half of its pixels hold data.</summary>
    /// <param name="residual">w·r; 0 where there is no data.</param>
    /// <param name="part">Pixels of the plane, from the corner of a block on; those at its end may be cut.</param>
    /// <param name="side">Pixels along a side of a block.</param>
    /// <param name="pixels">The plane's pixels, row by row; NaN where there is no data.</param>
    /// <param name="weights">w of each of the pixels; empty where all are 1.</param>
    public static double[] Of(
        PixelPlane residual, PixelRectangle part, int side, ReadOnlySpan<double> pixels, ReadOnlySpan<double> weights)
    {
        int columns = (part.Width - 1) / side + 1, rows = (part.Height - 1) / side + 1;
        var means = new double[columns * rows];
        for (int block = 0; block < means.Length; block++)
        {
            PixelRectangle area = new PixelRectangle(
                part.X + block % columns * side, part.Y + block / columns * side, side, side).Intersect(part);
            means[block] = MeanOver(residual, area, side * side, pixels, weights);
        }

        return means;
    }

    private static double MeanOver(
        PixelPlane residual, PixelRectangle area, int whole, ReadOnlySpan<double> pixels, ReadOnlySpan<double> weights)
    {
        PixelRectangle bounds = residual.Bounds;
        double sum = 0, weight = 0;
        int valid = 0;
        for (int row = area.Y; row < area.Bottom; row++)
        {
            int first = (row - bounds.Y) * bounds.Width + area.X - bounds.X;
            ReadOnlySpan<double> ofRow = residual.RowSpan(row - bounds.Y).Slice(area.X - bounds.X, area.Width);
            for (int i = 0; i < area.Width; i++)
            {
                if (!double.IsNaN(pixels[first + i]))
                {
                    sum += ofRow[i];
                    weight += weights.IsEmpty ? 1 : weights[first + i];
                    valid++;
                }
            }
        }

        return 2 * valid < whole ? double.NaN : sum / weight;
    }
}
