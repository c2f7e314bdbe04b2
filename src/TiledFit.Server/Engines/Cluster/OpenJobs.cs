using TiledFit.Cluster.Jobs;
using TiledFit.Server.Jobs;
using TiledFit.Server.Telemetry;

namespace TiledFit.Server.Engines.Cluster;

/// <summary>
/// The cluster's jobs that have not ended, as they stood a moment ago: a gauge cannot wait for grains. While no silo
/// answers it knows of none.
/// </summary>
/// <param name="silos">The way to them.</param>
/// <param name="most">Jobs of each state that are looked at.</param>
internal sealed class OpenJobs(SiloConnection silos, int most) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly EngineSnapshot Unknown = new(new Dictionary<string, int>(), []);

    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;

    /// <summary>What was seen last.</summary>
    public EngineSnapshot Snapshot { get; private set; } = Unknown;

    /// <summary>Begins to look, and returns at once.</summary>
    public void Start() => _watch = WatchAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            do
            {
                Snapshot = await TryLookAsync();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<EngineSnapshot> TryLookAsync()
    {
        try
        {
            JobStatus[] jobs = [.. await OfStageAsync(JobStage.Queued), .. await OfStageAsync(JobStage.Running)];
            return new EngineSnapshot(
                ((JobState[])[JobState.Queued, JobState.Running]).ToDictionary(
                    JobStateWord.Of, state => jobs.Count(job => job.State == state)),
                [.. jobs.Where(job => job.Progress is not null).Select(job => (job.Id, job.Progress!))]);
        }
        catch (JobRefusedException)
        {
            return Unknown;
        }
    }

    private async Task<JobStatus[]> OfStageAsync(JobStage stage)
    {
        IReadOnlyList<JobEntry> entries = await silos.AskAsync(
            grains => grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).List(null, most, stage), _stop.Token);
        JobReport?[] reports = await Task.WhenAll(entries.Select(entry =>
            silos.AskAsync(grains => grains.GetGrain<IJobGrain>(entry.Id).Status(), _stop.Token)));
        return [.. reports.OfType<JobReport>().Select(ClusterJobs.StatusOf)];
    }
}
