using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TiledFit.Server;
using TiledFit.Server.Client;

namespace TiledFit.Cli.Commands.Remote;

/// <summary>A command that talks to a server.</summary>
internal abstract class RemoteCommand : RunnableCommand
{
    private readonly Lazy<ServerSettings> _settings = new(() => ServerSettingsReader.Read());
    private readonly Option<string> _server;

    protected RemoteCommand(string name, string description)
        : base(name, description) =>
        _server = OptionFactory.Text("--server", "URL", "The server.", () => _settings.Value.Url);

    /// <summary>Asks for JSON.</summary>
    protected Option<bool> Json { get; } = OptionFactory.Switch("--json", "As JSON, in one line.");

    /// <summary>Adds options, and after them those of every such command.</summary>
    protected void AddAllOptions(params Option[] options) => AddOptions([.. options, _server, Json]);

    /// <inheritdoc/>
    protected sealed override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        using var client = new JobClient(arguments.GetRequiredValue(_server), _settings.Value.ReadToken());
        return RunAsync(client, arguments, cancellation).GetAwaiter().GetResult();
    }

    /// <summary>Runs it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(JobClient client, ParseResult arguments, CancellationToken cancellation);

    /// <summary>Writes JSON in one line.</summary>
    protected static void WriteJson<T>(ParseResult arguments, T value, JsonTypeInfo<T> type) =>
        arguments.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(value, type));
}
