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
}
