using System.Diagnostics;

namespace TiledFit.Cli.Tests;

/// <summary><c>tiledfit serve</c> in a process of its own, at a free port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public static async Task<ServerProcess> StartAsync(TemporaryDirectory directory, int port = 0)
    {
        Process process = Begin(directory, port);
        string log = "";
        process.ErrorDataReceived += (_, line) => log += line.Data + "\n";
        process.BeginErrorReadLine();
        string? line = await process.StandardOutput.ReadLineAsync();
        Assert.True(line?.StartsWith("TiledFit listens at http://127.0.0.1:", StringComparison.Ordinal), line + log);
        return new ServerProcess(process, line!["TiledFit listens at ".Length..]);
    }

    /// <summary>Starts a server and sends it a signal some time after.</summary>
    /// <returns>The exit code, and what it said on standard error.</returns>
    public static async Task<(int Code, string Error)> SignalAsync(
        TemporaryDirectory directory, string signal, int milliseconds)
    {
        using var server = new ServerProcess(Begin(directory, 0), "");
        Task<string> error = server._process.StandardError.ReadToEndAsync();
        _ = server._process.StandardOutput.ReadToEndAsync();
        // The program listens to signals before it takes anything of the server.
        await HasLoadedAsync(server._process, "TiledFit.Server.dll");
        await Task.Delay(milliseconds);
        return (await server.SignalAsync(signal), await error);
    }

    private static async Task HasLoadedAsync(Process process, string library)
    {
        string maps = $"/proc/{process.Id}/maps";
        while (!process.HasExited && !(await File.ReadAllTextAsync(maps)).Contains(library, StringComparison.Ordinal))
        {
            await Task.Delay(5);
        }
    }

    /// <summary>SIGKILL: nothing is cleaned up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TerminateAsync() => SignalAsync("-TERM");

    private async Task<int> SignalAsync(string signal)
    {
        using (Process kill = Process.Start("kill", $"{signal} {_process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private static Process Begin(TemporaryDirectory directory, int port)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.Path,
        };
        string program = Path.Combine(AppContext.BaseDirectory, "tiledfit.dll");
        foreach (string argument in new[] { program, "serve", "--url", $"http://127.0.0.1:{port}", "--state", "state" })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
