using System.Globalization;

namespace TiledFit.Quality.Charts;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">With the unit.</param>
/// <param name="Logarithmic">Or linear.</param>
/// <param name="Low">Its least value.</param>
/// <param name="High">Its greatest.</param>
/// <param name="Ticks">What is marked.</param>
internal sealed record ChartAxis(string Label, bool Logarithmic, double Low, double High, IReadOnlyList<Tick> Ticks)
{
    // Of the range, beyond the outermost values.
    private const double Margin = 0.07;

    private const int FewestTicks = 3;

    // Multiples of powers of ten, from sparse to dense.
    private static readonly double[][] Mantissas = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]];

    /// <summary>A logarithmic axis on which those values are marked that were measured.</summary>
    public static ChartAxis Marked(string label, IReadOnlyList<Tick> ticks)
    {
        (double low, double high) = Widened(ticks.Select(tick => tick.Value), true);
        return new ChartAxis(label, true, low, high, ticks);
    }

    /// <summary>An axis for values with round ticks.</summary>
    public static ChartAxis Over(string label, bool logarithmic, IEnumerable<double> values)
    {
        (double low, double high) = Widened(values, logarithmic);
        return Between(label, logarithmic, low, high);
    }

    /// <summary>An axis of a known range with round ticks.</summary>
    public static ChartAxis Between(string label, bool logarithmic, double low, double high) => new(
        label, logarithmic, low, high,
        [
            .. (logarithmic ? LogarithmicTicks(low, high) : LinearTicks(low, high))
                .Select(value => new Tick(value, value.ToString("#,0.####", CultureInfo.InvariantCulture))),
        ]);

    /// <summary>Where a value lies: 0 at the axis' least, 1 at its greatest.</summary>
    public double Fraction(double value) => (Map(value) - Map(Low)) / (Map(High) - Map(Low));

    private double Map(double value) => Logarithmic ? Math.Log(value) : value;

    private static (double Low, double High) Widened(IEnumerable<double> values, bool logarithmic)
    {
        double[] all = [.. values];
        double low = all.Min(), high = all.Max();
        if (logarithmic)
        {
            double factor = Math.Pow(high / low, Margin);
            return (low / factor, high * factor);
        }

        double margin = Margin * (high - low);
        return (low - margin, high + margin);
    }

    private static double[] LogarithmicTicks(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Floor(Math.Log10(high));
        IEnumerable<int> powers = Enumerable.Range(first, last - first + 1);
        double[][] choices =
        [
            .. Mantissas.Select(mantissas => (double[])
            [
                .. powers.SelectMany(power => mantissas.Select(m => m * Math.Pow(10, power)))
                    .Where(value => low <= value && value <= high),
            ]),
        ];
        return choices.FirstOrDefault(ticks => ticks.Length >= FewestTicks) ?? LinearTicks(low, high);
    }

    // Steps of 1, 2 or 5 times a power of ten, four to nine of them.
    private static double[] LinearTicks(double low, double high)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 4)));
        double step = power * new[] { 5, 2, 1 }.First(m => m == 1 || (high - low) / (m * power) >= 4);
        int first = (int)Math.Ceiling(low / step - 1e-9), last = (int)Math.Floor(high / step + 1e-9);
        return [.. Enumerable.Range(first, last - first + 1).Select(k => k * step)];
    }
}
