using Microsoft.Extensions.Logging;
using TiledFit.Cluster.Jobs;

namespace TiledFit.Cluster.Hosting;

/// <summary>Stops runs on its silo.</summary>
internal sealed class JobAgent(GrainId id, Silo silo, ILoggerFactory loggers, JobContexts contexts)
    : GrainService(id, silo, loggers), IJobAgent
{
    /// <inheritdoc/>
    public Task Stop(string job, int run)
    {
        contexts.Stop(job, run);
        return Task.CompletedTask;
    }
}
