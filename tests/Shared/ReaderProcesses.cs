using System.Diagnostics;

namespace TiledFit.Tests.Shared;

/// <summary>Finds the readers of a raster, as an operator would, and sends them signals.</summary>
internal static class ReaderProcesses
{
    /// <summary>Ids of the processes that read a raster.</summary>
    public static int[] Of(string path)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "processes are found under /proc");
        return [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _) && CommandLine(name!) is [_, var program, var raster, ..]
                && program.EndsWith("tiledfit-raster-reader.dll", StringComparison.Ordinal) && raster == path)
            .Select(name => int.Parse(name!))];
    }

    /// <summary>Sends a signal, such as KILL.</summary>
    public static void Signal(int id, string signal)
    {
        using Process kill = Process.Start("kill", ["-s", signal, $"{id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until a raster has no reader any more.</summary>
    public static void AwaitNone(string path)
    {
        var watch = Stopwatch.StartNew();
        while (Of(path) is { Length: > 0 } left)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"still there: {string.Join(", ", left)}");
            Thread.Sleep(20);
        }
    }

    private static string[] CommandLine(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
