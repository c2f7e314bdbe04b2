using TiledFit.Core.Model;

namespace TiledFit.Core.Statistics;

/// <summary>
/// The sky in a cell of a mesh. What its halves' medians say of its slope is taken off; values farther than 3σ from the
/// median are dropped until none is left; then the level is the mode 2.5·median − 1.5·mean, or the median where the
/// mean lies more than 0.3σ off it, as it does in a crowd (Bertin and Arnouts 1996, and SExtractor's own limit), and
/// the noise is σ.
/// </summary>
/// <param name="Level">Raster units, at the cell's node; NaN where too few pixels have data.</param>
/// <param name="Noise">σ, raster units; likewise.</param>
/// <param name="Roughness">σ of the differences of neighbouring pixels in a row or column over σ, √(2(1 − ρ)) with
/// their correlation ρ; likewise, and where σ is 0.</param>
/// <param name="IsCrowded">Whether the mean lies so far off, or more than a tenth of the values were dropped.</param>
internal readonly record struct MeshCell(double Level, double Noise, double Roughness, bool IsCrowded)
{
    private const double ClipSigmas = 3, MostSkewness = 0.3, SparseShare = 0.9;

    // σ of a Gaussian cut at three times this: s = √(1 − 2kφ(k)/(2Φ(k) − 1)) at k = 3s.
    private const double CutSigma = 0.98485;

    // Of the pixels of a cell, or of half of one.
    private const double LeastShare = 0.25;

    private static readonly MeshCell Unknown = new(double.NaN, double.NaN, double.NaN, false);

    /// <summary>Looks at a cell.</summary>
    /// <param name="cell">Its pixels.</param>
    /// <param name="nodeX">The node's column.</param>
    /// <param name="nodeY">The node's row.</param>
    /// <param name="pixels">The pixels of a window that holds it, row by row; NaN where there is no data.</param>
    /// <param name="window">The window.</param>
    /// <param name="scratch">Room for twice as many values as the cell has pixels.</param>
    public static MeshCell Of(
        PixelRectangle cell, double nodeX, double nodeY, ReadOnlySpan<double> pixels, PixelRectangle window,
        Span<double> scratch)
    {
        var gathered = new Gathering(pixels, window, scratch);
        int half = cell.Width / 2, rows = cell.Height / 2;
        double slopeX = gathered.Rise(
            cell with { Width = half }, cell with { X = cell.Right - half, Width = half }) / (cell.Width - half);
        double slopeY = gathered.Rise(
            cell with { Height = rows }, cell with { Y = cell.Bottom - rows, Height = rows }) / (cell.Height - rows);
        int count = gathered.Take(cell, slopeX, slopeY, nodeX, nodeY);
        if (count < LeastShare * cell.Area)
        {
            return Unknown;
        }

        (double level, double noise, bool isCrowded) = Clip(scratch[..count]);
        return new MeshCell(level, noise, gathered.Difference(cell) / noise, isCrowded);
    }

    private static (double Level, double Noise, bool IsCrowded) Clip(Span<double> values)
    {
        int all = values.Length;
        while (true)
        {
            double median = OrderStatistic.Median(values), mean = MeanOf(values), sigma = DeviationOf(values, mean);
            int kept = 0;
            foreach (double value in values)
            {
                if (Math.Abs(value - median) <= ClipSigmas * sigma)
                {
                    values[kept++] = value;
                }
            }

            if (kept == values.Length || kept == 0)
            {
                bool isSkewed = Math.Abs(mean - median) > MostSkewness * sigma;
                return (
                    isSkewed ? median : 2.5 * median - 1.5 * mean, sigma / CutSigma,
                    isSkewed || kept < SparseShare * all);
            }

            values = values[..kept];
        }
    }

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        double origin = values[0], sum = 0;
        foreach (double value in values)
        {
            sum += value - origin;
        }

        return origin + sum / values.Length;
    }

    private static double DeviationOf(ReadOnlySpan<double> values, double mean)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return Math.Sqrt(sum / values.Length);
    }

    /// <summary>Pixels with data of parts of a window.</summary>
    private readonly ref struct Gathering(ReadOnlySpan<double> pixels, PixelRectangle window, Span<double> scratch)
    {
        private readonly ReadOnlySpan<double> _pixels = pixels;
        private readonly Span<double> _scratch = scratch;

        /// <summary>From the median of one half to that of the other; 0 where one has too few pixels.</summary>
        public double Rise(PixelRectangle from, PixelRectangle to) => MedianOf(to) - MedianOf(from) is var rise
            && double.IsFinite(rise) ? rise : 0;

        /// <summary>Gathers the pixels of a part, less a slope through a place; returns how many.</summary>
        public int Take(PixelRectangle part, double slopeX, double slopeY, double x0, double y0)
        {
            int count = 0;
            for (int y = part.Y; y < part.Bottom; y++)
            {
                ReadOnlySpan<double> line = _pixels.Slice(
                    (y - window.Y) * window.Width + part.X - window.X, part.Width);
                double rise = slopeY * (y - y0);
                for (int k = 0; k < line.Length; k++)
                {
                    if (double.IsFinite(line[k]))
                    {
                        _scratch[count++] = line[k] - (slopeX * (part.X + k - x0) + rise);
                    }
                }
            }

            return count;
        }

        /// <summary>σ of the differences of neighbours in a part; NaN without any.</summary>
        public double Difference(PixelRectangle part)
        {
            int count = 0;
            for (int y = part.Y; y < part.Bottom; y++)
            {
                for (int x = part.X; x < part.Right; x++)
                {
                    int here = (y - window.Y) * window.Width + x - window.X;
                    count += Note(count, x > part.X ? _pixels[here] - _pixels[here - 1] : double.NaN);
                    count += Note(count, y > part.Y ? _pixels[here] - _pixels[here - window.Width] : double.NaN);
                }
            }

            return count == 0 ? double.NaN : RobustScale.Deviation(_scratch[..count], 0);
        }

        private int Note(int place, double value)
        {
            if (!double.IsFinite(value))
            {
                return 0;
            }

            _scratch[place] = value;
            return 1;
        }

        private double MedianOf(PixelRectangle half)
        {
            int count = Take(half, 0, 0, 0, 0);
            return count == 0 || count < LeastShare * half.Area
                ? double.NaN
                : OrderStatistic.Median(_scratch[..count]);
        }
    }
}
