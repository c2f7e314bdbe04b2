using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Commands.Remote;

/// <summary><c>tiledfit cancel</c>: stops a job.</summary>
internal sealed class CancelCommand() : JobCommand("cancel", "Stops a job.")
{
    /// <inheritdoc/>
    protected override Task<JobStatus> AskAsync(JobClient client, string id, CancellationToken cancellation) =>
        client.CancelAsync(id, cancellation);
}
