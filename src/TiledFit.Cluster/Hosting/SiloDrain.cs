using TiledFit.Cluster.Jobs;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// When the silo is told to stop: begins no more work, gives steps in hand some time to finish, then stops them. The
/// grains go to other silos afterwards.
/// </summary>
internal sealed class SiloDrain(WorkerPool workers, JobContexts contexts, SiloSettings settings)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SiloDrain), ServiceLifecycleStage.Last, _ => Task.CompletedTask, Drain);

    private async Task Drain(CancellationToken cancellation)
    {
        await workers.Drain(TimeSpan.FromSeconds(settings.DrainSeconds));
        contexts.Dispose();
    }
}
