using System.ComponentModel;
using System.Diagnostics;

namespace TiledFit.Benchmarks.Peers;

/// <summary>What a program said, and how long it took from its start to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
/// <param name="Seconds">Time of day.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors, double Seconds)
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>Null when there is no such program.</returns>
    public static ProgramRun? Try(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long begun = Stopwatch.GetTimestamp();
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            return new ProgramRun(process.ExitCode, output, errors.Result, seconds);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs a program that must be there and succeed; standard error hears of it.</summary>
    /// <exception cref="InvalidOperationException">It is missing or failed.</exception>
    public static ProgramRun Of(string file, IReadOnlyList<string> arguments, params int[] successes)
    {
        ProgramRun run = Try(file, [.. arguments]) ?? throw new InvalidOperationException($"{file} is missing");
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{run.Seconds,7:0.0} s  {Path.GetFileName(file)} {string.Join(' ', arguments.Select(Path.GetFileName))}"));
        return run.ExitCode == 0 || successes.Contains(run.ExitCode)
            ? run
            : throw new InvalidOperationException(
                $"{file} {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Errors.Trim()}");
    }
}
