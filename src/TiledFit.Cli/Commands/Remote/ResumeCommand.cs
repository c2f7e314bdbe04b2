using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Commands.Remote;

/// <summary><c>tiledfit resume</c>: queues a job anew.</summary>
internal sealed class ResumeCommand() : JobCommand("resume", "Queues a failed or cancelled job anew.")
{
    /// <inheritdoc/>
    protected override Task<JobStatus> AskAsync(JobClient client, string id, CancellationToken cancellation) =>
        client.ResumeAsync(id, cancellation);
}
