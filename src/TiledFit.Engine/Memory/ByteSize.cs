using System.Globalization;

namespace TiledFit.Engine.Memory;

/// <summary>Numbers of bytes, for people.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Such as "512 MiB".</summary>
    public static string Format(long bytes)
    {
        double value = bytes;
        int unit = 0;
        for (; value >= 1024 && unit < Units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>
    /// Reads such as "2GiB", "1.5 GiB", "2G", "800MB" or "123456"; KB, MB, GB and TB are powers of 1000, the letters
    /// alone powers of 1024.
    /// </summary>
    /// <returns>False when it is no such text.</returns>
    public static bool TryParse(string text, out long bytes)
    {
        string trimmed = text.Trim();
        int digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        double? unit = UnitOf(trimmed[digits..].Trim());
        bytes = 0;
        if (unit is null || !double.TryParse(
            trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            || number * unit.Value >= long.MaxValue)
        {
            return false;
        }

        bytes = (long)(number * unit.Value);
        return true;
    }

    private static double? UnitOf(string name)
    {
        int Power(Func<string, string> nameOf) => Array.FindIndex(
            Units, unit => string.Equals(nameOf(unit), name, StringComparison.OrdinalIgnoreCase));
        int binary = Math.Max(Power(unit => unit), Power(unit => unit.Replace("iB", null).Replace("B", null)));
        int power = binary >= 0 ? binary : Power(unit => unit.Replace("i", null));
        return power < 0 ? null : Math.Pow(binary >= 0 ? 1024 : 1000, power);
    }
}
