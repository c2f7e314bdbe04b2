using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Benchmarks.Reporting;

/// <summary>What the figures were measured on, and by which command.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo", LoadAverage = "/proc/loadavg";

    public static void Describe(TextWriter writer, IEnumerable<string> arguments)
    {
        writer.WriteLine(
            $"{Processor()}, {Environment.ProcessorCount} cores, vectors of {VectorBits()} bits; "
            + $"{RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}{Load()}.");
        writer.WriteLine();
        writer.WriteLine(
            $"    dotnet run -c Release --project tests/TiledFit.Benchmarks -- {string.Join(' ', arguments)}");
        writer.WriteLine();
    }

    private static string Processor()
    {
        string? line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 64;

    private static string Load() =>
        File.Exists(LoadAverage) ? $"; load at the start {File.ReadAllText(LoadAverage).Split(' ')[0]}" : "";
}
