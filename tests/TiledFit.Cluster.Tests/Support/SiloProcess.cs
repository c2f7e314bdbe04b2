using System.Diagnostics;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>A silo in a process of its own.</summary>
internal sealed class SiloProcess(int number, int port, int gateway, IReadOnlyDictionary<string, string> settings)
    : IDisposable
{
    private readonly List<string> _output = [];
    private Process? _process;

    public int Number => number;

    public int Port => port;

    public int Gateway => gateway;

    public int Pid => _process!.Id;

    public int? ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>What it has written.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tiledfit-silo.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in settings)
        {
            start.Environment[$"TILEDFIT_Silo__{name}"] = value;
        }

        start.Environment["TILEDFIT_Silo__Port"] = $"{port}";
        start.Environment["TILEDFIT_Silo__GatewayPort"] = $"{gateway}";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, and waits.</summary>
    public async Task Terminate()
    {
        Command.Run("kill", "-TERM", $"{_process!.Id}");
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Add($"{line}");
        }
    }
}
