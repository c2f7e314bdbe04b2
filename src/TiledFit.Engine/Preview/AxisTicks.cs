using System.Globalization;

namespace TiledFit.Engine.Preview;

/// <summary>
/// Round numbers inside a range, 1, 2 or 5 times a power of ten apart (Heckbert 1990, Graphics Gems, 61–63).
/// </summary>
internal sealed class AxisTicks
{
    private const int Fewest = 3, LargestFixedExponent = 5, SmallestFixedExponent = -5;
    private readonly double _step;
    private readonly int _stepExponent, _largestExponent;

    /// <summary>About <paramref name="count"/> ticks between two values, never fewer than three.</summary>
    public AxisTicks(double low, double high, int count)
    {
        for (; Values.Count < Fewest; count++)
        {
            _step = RoundStep((high - low) / count);
            Values = Multiples(_step, low, high);
        }
        _stepExponent = ExponentOf(_step);
        _largestExponent = ExponentOf(Values.Select(Math.Abs).Append(_step).Max());
    }

    /// <summary>The ticks, ascending.</summary>
    public IReadOnlyList<double> Values { get; } = [];

    /// <summary>
    /// The tick as text, with as many decimals as the step needs and a true minus sign; very large and very small ones
    /// all by the power of ten of the largest.
    /// </summary>
    public string Label(double value)
    {
        double magnitude = Math.Abs(value);
        if (magnitude < 0.5 * _step)
        {
            return "0";
        }

        bool isFixed = _stepExponent >= SmallestFixedExponent && _largestExponent <= LargestFixedExponent;
        int power = isFixed ? 0 : _largestExponent;
        string digits = Digits(magnitude / Math.Pow(10, power), power - _stepExponent) + (isFixed ? "" : $"e{power}");
        return (value < 0 ? "−" : "") + digits.Replace('-', '−');
    }

    private static List<double> Multiples(double step, double low, double high)
    {
        var values = new List<double>();
        for (double k = Math.Ceiling(low / step - 1e-9); k * step <= high + 1e-9 * step; k++)
        {
            values.Add(k * step);
        }

        return values;
    }

    private static string Digits(double value, int decimals) =>
        value.ToString($"F{Math.Clamp(decimals, 0, 15)}", CultureInfo.InvariantCulture);

    private static int ExponentOf(double value) => (int)Math.Floor(Math.Log10(value) + 1e-9);

    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step))), fraction = step / power;
        return power * (fraction <= 1.5 ? 1 : fraction <= 3.5 ? 2 : fraction <= 7.5 ? 5 : 10);
    }
}
