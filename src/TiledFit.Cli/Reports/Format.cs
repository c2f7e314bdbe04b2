using System.Globalization;

namespace TiledFit.Cli.Reports;

/// <summary>Numbers for people.</summary>
internal static class Format
{
    /// <summary>Exactly, in the fewest digits.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>To some significant digits.</summary>
    public static string Rounded(double value, int digits = 6) =>
        value.ToString($"G{digits}", CultureInfo.InvariantCulture);

    /// <summary>With separators between thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Such as "1,201 × 802 px".</summary>
    public static string Size(int width, int height) => $"{Count(width)} × {Count(height)} px";

    /// <summary>Such as "92.8 %".</summary>
    public static string Percent(long part, long whole) =>
        (whole == 0 ? 0 : 100.0 * part / whole).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>Such as "0.42 s", "12.3 s" or "1:02:03".</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 10 => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s",
        < 100 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => Clock(TimeSpan.FromSeconds(seconds)),
    };

    /// <summary>Such as "0:07" or "1:02:03".</summary>
    public static string Clock(TimeSpan time) => time.TotalHours < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
