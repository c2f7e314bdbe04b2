using System.Globalization;

namespace TiledFit.Benchmarks.Reporting;

/// <summary>Repeated measurements of one figure: median, least and greatest.</summary>
internal readonly record struct Sample(double Median, double Min, double Max)
{
    public static Sample Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
        return new Sample(median, sorted[0], sorted[^1]);
    }

    /// <summary>The quotients of measurements that were taken in pairs.</summary>
    public static Sample OfRatios(IEnumerable<double> numerators, IEnumerable<double> denominators) =>
        Of(numerators.Zip(denominators, (numerator, denominator) => numerator / denominator));

    public override string ToString() => $"{Text(Median)} ({Text(Min)} – {Text(Max)})";

    private static string Text(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" },
        CultureInfo.InvariantCulture);
}
