using System.CommandLine;
using TiledFit.Cli.Reports;
using TiledFit.Cli.Settings;
using TiledFit.Server;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit serve</c>: jobs behind an HTTP API.</summary>
internal sealed class ServeCommand : RunnableCommand
{
    private readonly Lazy<ServerSettings> _settings = new(() => ServerSettingsReader.Read());
    private readonly Option<string> _url, _state;
    private readonly Option<string[]> _inputRoots = OptionFactory.Paths(
        "--input-root", "DIR",
        "Inputs must lie under it; may be given several times. [default: the current directory]");

    private readonly Option<string[]> _outputRoots = OptionFactory.Paths(
        "--output-root", "DIR",
        "Results must lie under it; may be given several times. [default: the current directory]");

    private readonly Option<bool> _cluster = OptionFactory.Switch("--cluster", "Run the jobs on a cluster of silos.");

    public ServeCommand()
        : base("serve", "Runs a server that takes jobs, and keeps them through restarts.")
    {
        _url = OptionFactory.Text("--url", "URL", "Where to listen.", () => _settings.Value.Url);
        _state = OptionFactory.Text(
            "--state", "DIR", "Directory of jobs; made if it does not exist.", () => _settings.Value.State);
        AddOptions(_url, _state, _inputRoots, _outputRoots, _cluster);
    }

    /// <summary>A run stops within a second; requests in hand get some more.</summary>
    public override TimeSpan Grace => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        ServerSettings settings = _settings.Value with
        {
            Url = arguments.GetRequiredValue(_url),
            Cluster = arguments.GetValue(_cluster) || _settings.Value.Cluster,
            State = arguments.GetRequiredValue(_state),
            InputRoots = Given(arguments, _inputRoots) ?? _settings.Value.InputRoots,
            OutputRoots = Given(arguments, _outputRoots) ?? _settings.Value.OutputRoots,
        };
        FitOptions defaults = FitSettings.Load().ToFitOptions();
        return ServeAsync(settings, defaults, arguments.InvocationConfiguration.Output, cancellation)
            .GetAwaiter().GetResult();
    }

    private static string[]? Given(ParseResult arguments, Option<string[]> option) =>
        arguments.GetValue(option) is { Length: > 0 } values ? values : null;

    private static async Task<int> ServeAsync(
        ServerSettings settings, FitOptions defaults, TextWriter output, CancellationToken cancellation)
    {
        JobServer server;
        try
        {
            server = await JobServer.StartAsync(settings, defaults, Software.NameAndVersion, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Done;
        }

        await using JobServer running = server;
        await output.WriteLineAsync($"TiledFit listens at {server.Url}");
        await output.FlushAsync(CancellationToken.None);
        var stopped = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = cancellation.Register(stopped.SetResult);
        await stopped.Task;
        return ExitCode.Done;
    }
}
