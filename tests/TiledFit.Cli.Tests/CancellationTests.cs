using System.Diagnostics;

namespace TiledFit.Cli.Tests;

public class CancellationTests
{
    [Fact]
    public async Task ACancelledCommandLeavesNothing()
    {
        using var directory = new TemporaryDirectory();
        CommandLine run = await CommandLine.RunAsync(
            $"synth --width 2000 --height 2000 --components 1000 -o {directory["z.npy"]}", new CancellationToken(true));
        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.Equal("cancelled", run.Error.Trim());
        Assert.Empty(directory.Names);
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task ASignalEndsTheProcessAsCancelled(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such signals");
        using var directory = new TemporaryDirectory();
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "tiledfit"),
            $"synth --width 10000 --height 10000 --components 500000 -o {directory["z.npy"]}")
        { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        while (directory.Names.Length == 0 && !process.HasExited)
        {
            await Task.Delay(20);
        }

        using (Process kill = Process.Start("kill", $"-{signal} {process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Equal("cancelled", (await process.StandardError.ReadToEndAsync()).Trim());
        Assert.Empty(directory.Names);
    }

    [SkippableFact]
    public async Task AKilledFitIsResumedToTheSameBits()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such signals");
        using var directory = new TemporaryDirectory();
        await CommandLine.RunAsync(
            $"synth --width 600 --height 600 --components 1500 -o {directory["z.npy"]} --init {directory["i.csv"]}");
        string fit = $"fit {directory["z.npy"]} --init {directory["i.csv"]} --tile 100 --tolerance 0 --max-sweeps 25";
        await CommandLine.RunAsync($"{fit} -o {directory["undisturbed"]}");
        int resumed = 0;
        for (int milliseconds = 400; await IsKilledAsync($"{fit} -o {directory["out"]}", milliseconds); resumed++)
        {
            milliseconds += 200;
        }

        Assert.InRange(resumed, 1, 100);
        Assert.Equal(ComponentsIn(directory["undisturbed"]), ComponentsIn(directory["out"]));
        Assert.DoesNotContain(Directory.EnumerateFiles(directory["out"]), file => file.Contains("checkpoint"));
    }

    private static byte[] ComponentsIn(string result) =>
        File.ReadAllBytes(Path.Combine(result, "components/part-00000.parquet"));

    // Whether the process was killed before it came to its end; the result may just have been published then.
    private static async Task<bool> IsKilledAsync(string arguments, int milliseconds)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(
                Path.Combine(AppContext.BaseDirectory, "tiledfit"),
                $"{arguments} --checkpoint 0.01 --resume --overwrite --quiet")
            { RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(milliseconds);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal(ExitCode.NotSettled, process.ExitCode);
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
            return true;
        }
    }
}
