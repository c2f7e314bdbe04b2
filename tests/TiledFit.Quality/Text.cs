using System.Globalization;

namespace TiledFit.Quality;

/// <summary>Numbers in tables and charts.</summary>
internal static class Text
{
    public const string NotMeasured = "not measured";

    /// <summary>Three digits at least, thousands apart.</summary>
    public static string Of(double value) => value.ToString(
        Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" },
        CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>As kB, 1000 bytes.</summary>
    public static string KiloBytes(long bytes) => Of(bytes / 1000.0) + " kB";
}
