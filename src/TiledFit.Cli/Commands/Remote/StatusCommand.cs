using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Commands.Remote;

/// <summary><c>tiledfit status</c>: shows a job.</summary>
internal sealed class StatusCommand() : JobCommand("status", "Shows all that is known of a job.")
{
    /// <inheritdoc/>
    protected override Task<JobStatus> AskAsync(JobClient client, string id, CancellationToken cancellation) =>
        client.GetAsync(id, cancellation);
}
