namespace TiledFit.Engine.Rendering;

/// <summary>The values that a colour map spans, Low to High.</summary>
/// <param name="Low">Gets the first colour.</param>
/// <param name="High">Gets the last colour, above Low.</param>
/// <param name="ClipsLow">Whether there are values below.</param>
/// <param name="ClipsHigh">Whether there are values above.</param>
internal readonly record struct ValueRange(double Low, double High, bool ClipsLow, bool ClipsHigh)
{
    private const double ClippedShare = 0.002, Narrowest = 1e-9;

    /// <summary>
    /// The range that all but 0.2 % of the values at each end lie in; ½ more on both sides of a constant.
    /// </summary>
    public static ValueRange Of(IEnumerable<double> values)
    {
        double[] sorted = Sorted(values);
        if (sorted.Length == 0)
        {
            return new ValueRange(0, 1, false, false);
        }

        int clipped = (int)(ClippedShare * sorted.Length);
        return Widened(sorted[clipped], sorted[^(clipped + 1)], sorted[0], sorted[^1]);
    }

    /// <summary>The range symmetric about zero that all but 0.4 % of the values lie in.</summary>
    public static ValueRange SymmetricOf(IEnumerable<double> values)
    {
        double[] sorted = Sorted(values.Select(Math.Abs));
        if (sorted.Length == 0)
        {
            return new ValueRange(-1, 1, false, false);
        }

        double bound = sorted[^(1 + (int)(2 * ClippedShare * sorted.Length))];
        return Widened(-bound, bound, -sorted[^1], sorted[^1]);
    }

    /// <summary>Where a value lies between Low (0) and High (1).</summary>
    public double ShareOf(double value) => (value - Low) / (High - Low);

    private static double[] Sorted(IEnumerable<double> values) => values.Where(double.IsFinite).Order().ToArray();

    /// <summary>A range too narrow for its numbers to be told apart is widened.</summary>
    private static ValueRange Widened(double low, double high, double lowest, double highest)
    {
        double size = Math.Max(Math.Abs(low), Math.Abs(high));
        double margin = high - low > Narrowest * size ? 0 : Math.Max(0.5, Narrowest * size);
        (low, high) = (low - margin, high + margin);
        return new ValueRange(low, high, lowest < low, highest > high);
    }
}
