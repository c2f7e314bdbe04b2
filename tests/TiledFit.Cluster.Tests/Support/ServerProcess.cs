using System.Diagnostics;
using System.Net;
using System.Text.Json;
using TiledFit.Server.Client;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>A server of a cluster, in a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _directory;
    private readonly Dictionary<string, string> _environment;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private Process? _process;

    /// <summary>Starts a server whose roots are a directory.</summary>
    public ServerProcess(string directory, ITestCluster cluster)
    {
        _directory = directory;
        _environment = cluster.Postgres is { } postgres
            ? new() { ["TILEDFIT_Server__Silos__ConnectionString"] = postgres.ConnectionString }
            : new() { ["TILEDFIT_Server__Silos__Gateway"] = $"127.0.0.1:{cluster.Silos[0].Gateway}" };
        Url = $"http://127.0.0.1:{Ports.Free(1)[0]}";
        Client = new JobClient(Url, null);
        Start();
    }

    public string Url { get; }

    public JobClient Client { get; }

    public void Start()
    {
        _process = CommandLine.Start(
            ["serve", "--cluster", "--url", Url, "--input-root", _directory, "--output-root", _directory],
            _environment);
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
    public async Task<int> Terminate()
    {
        Command.Run("kill", "-TERM", $"{_process!.Id}");
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Runs a command of <c>tiledfit</c> that asks this server.</summary>
    public Task<CommandLine> Run(params string[] arguments) => CommandLine.Run([.. arguments, "--server", Url]);

    /// <summary>The detail of the problem document that a request is answered with, which has this status.</summary>
    public async Task<string> Problem(HttpStatusCode status, string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(Url + path);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{path}: {response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString()!;
    }

    /// <summary>Waits until a request is answered with this status.</summary>
    public async Task Await(HttpStatusCode status, string path)
    {
        for (DateTime end = DateTime.UtcNow + Patience; await StatusOf(path) is var found && found != status;)
        {
            Assert.True(DateTime.UtcNow < end, $"{path} is still {found}");
            await Task.Delay(100);
        }
    }

    /// <summary>Waits until the metrics have a line that begins so.</summary>
    public async Task AwaitMetric(string start)
    {
        string text;
        DateTime end = DateTime.UtcNow + Patience;
        while (!(text = await _http.GetStringAsync($"{Url}/metrics")).Split('\n').Any(line => line.StartsWith(
            start, StringComparison.Ordinal)))
        {
            Assert.True(DateTime.UtcNow < end, $"{start} is not in\n{text}");
            await Task.Delay(500);
        }
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        Client.Dispose();
        _http.Dispose();
    }

    private async Task<HttpStatusCode?> StatusOf(string path)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(Url + path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
