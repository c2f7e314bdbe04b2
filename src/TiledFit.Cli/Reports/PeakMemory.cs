using System.Diagnostics;
using System.Globalization;

namespace TiledFit.Cli.Reports;

/// <summary>The largest resident set that this process had.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status", Field = "VmHWM:";

    /// <summary>Bytes: the kernel's high-water mark on Linux, which other systems keep for the process class.</summary>
    public static long Bytes => File.Exists(Status) ? FromStatus(File.ReadLines(Status)) : FromProcess();

    private static long FromStatus(IEnumerable<string> lines)
    {
        string line = lines.First(l => l.StartsWith(Field, StringComparison.Ordinal));
        return 1024 * long.Parse(line[Field.Length..].Replace("kB", null).Trim(), CultureInfo.InvariantCulture);
    }

    private static long FromProcess()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
