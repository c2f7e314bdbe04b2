using System.CommandLine;
using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

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
    protected override async Task<int> RunAsync(
        JobClient client, ParseResult arguments, CancellationToken cancellation)
    {
        // A server that is not there at the start is a mistake; later it will come back.
        JobStatus job = await client.GetAsync(arguments.GetRequiredValue(_id), cancellation);
        return new JobWatch(client, job.Id, arguments.InvocationConfiguration)
        {
            Json = arguments.GetValue(Json),
            Quiet = arguments.GetValue(_quiet),
        }.Run(cancellation);
    }
}
