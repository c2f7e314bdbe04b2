using System.Numerics;
using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>The pixels of a window, which of them hold data, and what they weigh.</summary>
internal sealed unsafe class PixelDomain
{
    // Summed-area tables (Crow 1984); null where all pixels hold data, or weigh the same.
    private readonly int[]? _invalidCounts;
    private double[]? _weightSums, _keptSums;
    private double _leastWeight;
    private MissingPixelGrid? _missing;

    /// <summary>A window with the weights of its pixels.</summary>
    /// <param name="bounds">The window.</param>
    /// <param name="weights">w > 0 for each pixel that holds data, 0 for others, or null data when all are 1.</param>
    public PixelDomain(PixelRectangle bounds, PixelPlane weights)
    {
        Bounds = bounds;
        Weights = weights;
        if (weights.Data == null)
        {
            return;
        }

        _invalidCounts = Tabulate<int, Lacking>(weights, null);
        Reweigh(weights);
    }

    public PixelRectangle Bounds { get; }

    /// <summary>w of each pixel, 0 where there is no data; null data when all are 1.</summary>
    public PixelPlane Weights { get; private set; }

    /// <summary>The weight of the first pixel with data, and of all unless <see cref="HasWeights"/>.</summary>
    public double Weight { get; private set; } = 1;

    /// <summary>The share of the pixels that hold data.</summary>
    public double ValidShare => _invalidCounts is null ? 1 : 1 - (double)_invalidCounts[^1] / Bounds.Area;

    /// <summary>The pixels without data; only where there are some.</summary>
    public MissingPixelGrid Missing => _missing ??= new MissingPixelGrid(Weights, _invalidCounts![^1]);

    /// <summary>Whether pixels with data differ in weight.</summary>
    public bool HasWeights => _weightSums is not null;

    /// <summary>Gives the pixels other weights; those that are 0 stay so, and no others become so.</summary>
    public void Reweigh(PixelPlane weights)
    {
        Weights = weights;
        (Weight, _leastWeight, bool differ) = Look(weights);
        _weightSums = differ ? _keptSums = Tabulate<double, Weighed>(weights, _keptSums) : null;
    }

    /// <summary>Whether the box (inclusive pixel positions) holds nothing but valid pixels of the window.</summary>
    public bool IsWhole(double left, double top, double right, double bottom) =>
        left >= Bounds.X && right <= Bounds.Right - 1 && top >= Bounds.Y && bottom <= Bounds.Bottom - 1
        && !HasInvalid(left, top, right, bottom);

    /// <summary>
    /// Whether a pixel without data lies in the box (inclusive pixel positions), clipped to the window.
    /// </summary>
    public bool HasInvalid(double left, double top, double right, double bottom) =>
        CountInvalid(left, top, right, bottom) > 0;

    /// <summary>How many pixels without data lie in the box (inclusive pixel positions), clipped to the window.</summary>
    public int CountInvalid(double left, double top, double right, double bottom) =>
        _invalidCounts is null ? 0 : Sum(_invalidCounts, left, top, right, bottom).Sum;

    /// <summary>The mean weight of the data within one standard deviation of a component, and at least a pixel;
    /// where there are none, of the first.</summary>
    public double MeanWeight(in Gaussian g)
    {
        if (_weightSums is null)
        {
            return Weight;
        }

        double width = Math.Max(1, g.HalfWidth / Support.Radius), height = Math.Max(1, g.HalfHeight / Support.Radius);
        double left = g.X - width, top = g.Y - height, right = g.X + width, bottom = g.Y + height;
        (double sum, long area) = Sum(_weightSums, left, top, right, bottom);
        long valid = area - Sum(_invalidCounts!, left, top, right, bottom).Sum;
        return valid > 0 ? Math.Max(_leastWeight, sum / valid) : Weight;
    }

    private (T Sum, long Area) Sum<T>(T[] table, double left, double top, double right, double bottom)
        where T : INumber<T>
    {
        int x0 = ClampIndex(Math.Ceiling(left) - Bounds.X, Bounds.Width);
        int x1 = ClampIndex(Math.Floor(right) - Bounds.X + 1, Bounds.Width);
        int y0 = ClampIndex(Math.Ceiling(top) - Bounds.Y, Bounds.Height);
        int y1 = ClampIndex(Math.Floor(bottom) - Bounds.Y + 1, Bounds.Height);
        int stride = Bounds.Width + 1;
        return x1 > x0 && y1 > y0
            ? (table[y1 * stride + x1] - table[y0 * stride + x1] - table[y1 * stride + x0] + table[y0 * stride + x0],
                (long)(x1 - x0) * (y1 - y0))
            : default;
    }

    private static int ClampIndex(double value, int limit) => value <= 0 ? 0 : value >= limit ? limit : (int)value;

    private static (double First, double Least, bool Differ) Look(PixelPlane weights)
    {
        double first = 0, least = double.PositiveInfinity, largest = 0;
        for (int row = 0; row < weights.Bounds.Height; row++)
        {
            foreach (double w in weights.RowSpan(row))
            {
                if (w > 0)
                {
                    first = first == 0 ? w : first;
                    least = w < least ? w : least;
                    largest = w > largest ? w : largest;
                }
            }
        }

        return first == 0 ? (1, 1, false) : (first, least, least < largest);
    }

    // Into a table of the same size, or a new one; its first row and column are zero.
    private static T[] Tabulate<T, TPixel>(PixelPlane weights, T[]? kept)
        where T : INumber<T>
        where TPixel : struct, IPixelValue<T>
    {
        PixelRectangle bounds = weights.Bounds;
        int stride = bounds.Width + 1;
        T[] table = kept ?? new T[stride * (bounds.Height + 1)];
        for (int row = 0; row < bounds.Height; row++)
        {
            ReadOnlySpan<double> line = weights.RowSpan(row);
            T sum = T.Zero;
            for (int column = 0; column < line.Length; column++)
            {
                sum += TPixel.Of(line[column]);
                table[(row + 1) * stride + column + 1] = table[row * stride + column + 1] + sum;
            }
        }

        return table;
    }

    /// <summary>What a table sums. A type and no delegate, so that each table's loop has it inline.</summary>
    private interface IPixelValue<T>
    {
        static abstract T Of(double weight);
    }

    private readonly struct Lacking : IPixelValue<int>
    {
        public static int Of(double weight) => weight == 0 ? 1 : 0;
    }

    private readonly struct Weighed : IPixelValue<double>
    {
        public static double Of(double weight) => weight;
    }
}
