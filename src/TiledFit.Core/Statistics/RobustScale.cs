using System.Runtime.InteropServices;

namespace TiledFit.Core.Statistics;

/// <summary>Order statistics that a minority of wild values cannot move.</summary>
internal static class RobustScale
{
    /// <summary>
    /// 1/Φ⁻¹(¾): turns the median absolute deviation of Gaussian values into their standard deviation.
    /// </summary>
    public const double GaussianFactor = 1.482602218505602;

    /// <summary>The median; reorders the values. 0 when there are none.</summary>
    public static double Median(List<double> values) =>
        values.Count == 0 ? 0 : OrderStatistic.Median([.. values]);

    /// <summary>The standard deviation from the median absolute value: for values known to lie around zero.</summary>
    public static double AroundZero(List<double> values)
    {
        var absolute = new double[values.Count];
        Span<double> source = CollectionsMarshal.AsSpan(values);
        for (int i = 0; i < absolute.Length; i++)
        {
            absolute[i] = Math.Abs(source[i]);
        }

        return absolute.Length == 0 ? 0 : GaussianFactor * OrderStatistic.Median(absolute);
    }

    /// <summary>The scaled median absolute deviation from a value; leaves that of each in its place.</summary>
    public static double Deviation(Span<double> values, double from)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i] - from);
        }

        return GaussianFactor * OrderStatistic.Median(values);
    }

    /// <summary>The value below which the weights add up to half; 0 when there are none.</summary>
    public static double WeightedMedian(IEnumerable<(double Value, double Weight)> values)
    {
        (double Value, double Weight)[] sorted = [.. values.Where(item => item.Weight > 0).OrderBy(item => item.Value)];
        double half = 0.5 * sorted.Sum(item => item.Weight), sum = 0;
        foreach ((double value, double weight) in sorted)
        {
            sum += weight;
            if (sum >= half)
            {
                return value;
            }
        }

        return 0;
    }
}
