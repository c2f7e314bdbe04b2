using System.Globalization;

namespace TiledFit.Engine.Preview;

/// <summary>Round numbers inside a range, 1, 2 or 5 times a power of ten apart (Heckbert 1990, Graphics Gems, 61–63).</summary>
internal sealed class AxisTicks
{
    private readonly double _step;
    private readonly int _exponent;

    /// <summary>About <paramref name="count"/> ticks between two values.</summary>
    public AxisTicks(double low, double high, int count)
    {
        _step = RoundStep((high - low) / count);
        _exponent = (int)Math.Floor(Math.Log10(_step) + 1e-9);
        var values = new List<double>();
        for (double k = Math.Ceiling(low / _step - 1e-9); k * _step <= high + 1e-9 * _step; k++)
            values.Add(k * _step);
        Values = values;
    }

    /// <summary>The ticks, ascending.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The tick as text, with as many decimals as the step needs and a true minus sign.</summary>
    public string Label(double value)
    {
        double magnitude = Math.Abs(value) < 0.5 * _step ? 0 : Math.Abs(value);
        string digits = magnitude == 0 ? "0" : Format(magnitude);
        return value < 0 && magnitude > 0 ? "−" + digits : digits;
    }

    private string Format(double magnitude)
    {
        int leading = (int)Math.Floor(Math.Log10(magnitude) + 1e-9);
        if (_exponent >= -5 && leading < 6)
            return magnitude.ToString("F" + Math.Max(0, -_exponent), CultureInfo.InvariantCulture);
        string mantissa = (magnitude / Math.Pow(10, leading)).ToString(
            "F" + Math.Clamp(leading - _exponent, 0, 15), CultureInfo.InvariantCulture);
        return mantissa + "e" + leading.ToString(CultureInfo.InvariantCulture).Replace("-", "−");
    }

    private static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step))), fraction = step / power;
        return power * (fraction <= 1.5 ? 1 : fraction <= 3.5 ? 2 : fraction <= 7.5 ? 5 : 10);
    }
}
