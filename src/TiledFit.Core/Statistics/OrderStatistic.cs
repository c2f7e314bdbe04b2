namespace TiledFit.Core.Statistics;

/// <summary>
/// Selection by partitioning (Hoare 1961, FIND). The partition has no branch that depends on the values: of random
/// ones a processor foresees none.
/// </summary>
internal static class OrderStatistic
{
    /// <summary>The median, of an even number the mean of the middle two; reorders the values, which are not NaN.</summary>
    public static double Median(Span<double> values)
    {
        int middle = values.Length / 2;
        if (values.Length % 2 == 1)
        {
            return Select(values, middle);
        }

        double below = Select(values, middle - 1), above = double.PositiveInfinity;
        foreach (double value in values[middle..])
        {
            above = Math.Min(above, value);
        }

        return (below + above) / 2;
    }

    /// <summary>The k-th smallest from 0; what stands behind place k is then no smaller.</summary>
    public static double Select(Span<double> values, int k)
    {
        while (true)
        {
            double pivot = MiddleOf(values[0], values[values.Length / 2], values[^1]);
            int less = Partition(values, pivot);
            if (k < less)
            {
                values = values[..less];
                continue;
            }

            values = values[less..];
            k -= less;
            int equal = Partition(values, Math.BitIncrement(pivot));
            if (k < equal || double.IsPositiveInfinity(pivot))
            {
                return pivot;
            }

            values = values[equal..];
            k -= equal;
        }
    }

    /// <summary>Moves what is less than the limit to the front, and returns how much that is.</summary>
    private static int Partition(Span<double> values, double limit)
    {
        int less = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = values[less];
            values[less] = value;
            less += value < limit ? 1 : 0;
        }

        return less;
    }

    private static double MiddleOf(double a, double b, double c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
