using System.CommandLine;
using TiledFit.Server.Client;

namespace TiledFit.Cli.Commands.Remote;

/// <summary><c>tiledfit watch</c>: the live view of <c>fit</c>, for a job.</summary>
internal sealed class WatchCommand : RemoteCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The job, as submit printed it." };
    private readonly Option<bool> _quiet = OptionFactory.Switch("--quiet", "No progress, no summary.");

    public WatchCommand()
        : base("watch", "Shows how a job goes until it has ended, and ends as fit would have.")
    {
        Arguments.Add(_id);
        AddAllOptions(_quiet);
    }

    /// <inheritdoc/>
    protected override Task<int> RunAsync(
        JobClient client, ParseResult arguments, CancellationToken cancellation) => Task.FromResult(
        new JobWatch(client, arguments.GetRequiredValue(_id), arguments.InvocationConfiguration)
        {
            Json = arguments.GetValue(Json),
            Quiet = arguments.GetValue(_quiet),
        }.Run(cancellation));
}
