using System.Runtime.CompilerServices;
using TiledFit.Cluster.Jobs;
using TiledFit.Data.Results;
using TiledFit.Server.Jobs;
using TiledFit.Server.Telemetry;

namespace TiledFit.Server.Engines.Cluster;

/// <summary>
/// Has silos keep and run the jobs. It holds no job itself: any number of servers may serve one cluster, and what ends
/// a server ends no job.
/// </summary>
/// <param name="silos">The way to them, which it disposes of.</param>
/// <param name="maxOpen">Jobs that may be queued or running.</param>
/// <param name="drivers">GDAL's drivers that may open an input.</param>
/// <param name="software">Name and version, for manifests.</param>
/// <param name="metrics">Told of the jobs that have not ended.</param>
internal sealed class ClusterEngine(
    SiloConnection silos, int maxOpen, IReadOnlyList<string> drivers, string software, ServerMetrics metrics) : IJobEngine
{
    private const int IdLength = 32;

    /// <summary>Watchers ask a job no more often.</summary>
    private static readonly TimeSpan WatchPause = TimeSpan.FromSeconds(1);

    /// <summary>For a sign of life; probes wait no longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly OpenJobs _open = new(silos, maxOpen);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        silos.Start();
        _open.Start();
        metrics.Observe(() => _open.Snapshot);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<(JobStatus Job, bool IsNew)> SubmitAsync(
        JobDescription description, string? key, CancellationToken cancellation)
    {
        if (key is null || await FindEntryAsync(key, cancellation) is null)
        {
            await RequireRoomAsync(cancellation);
        }

        JobSpec spec = ClusterJobs.SpecOf(description, drivers, software);
        try
        {
            (JobEntry job, bool isNew) = await silos.AskAsync(grains => Index(grains).Submit(spec, key), cancellation);
            return (await StatusOfAsync(job, cancellation), isNew);
        }
        catch (JobConflictException e)
        {
            JobEntry? known = key is null ? null : await FindEntryAsync(key, cancellation);
            return known is null ? throw new JobRefusedException(JobRefusal.Conflict, e.Message)
                // A server of another version or with other drivers may have submitted it.
                : ClusterJobs.DescriptionOf(known.Spec) == description
                    ? (await StatusOfAsync(known, cancellation), false)
                    : throw new JobRefusedException(
                        JobRefusal.KeyReused, "the idempotency key belongs to a job of another description");
        }
    }

    /// <inheritdoc/>
    public async Task<JobStatus?> FindByKeyAsync(string key, CancellationToken cancellation) =>
        await FindEntryAsync(key, cancellation) is { } job ? await StatusOfAsync(job, cancellation) : null;

    /// <inheritdoc/>
    public async Task<JobStatus> GetAsync(string id, CancellationToken cancellation)
    {
        // Whatever is asked for would become a grain.
        if (id.Length != IdLength || !id.All(char.IsAsciiHexDigitLower))
        {
            throw JobRefusedException.Unknown(id);
        }

        JobReport? report = await silos.AskAsync(grains => Job(grains, id).Status(), cancellation);
        return report is not null ? ClusterJobs.StatusOf(report)
            : await silos.AskAsync(grains => Index(grains).Find(id), cancellation) is { } entry
                ? ClusterJobs.StatusOf(entry)
                : throw JobRefusedException.Unknown(id);
    }

    /// <inheritdoc/>
    public async Task<JobPage> ListAsync(string? after, int limit, JobState? state, CancellationToken cancellation)
    {
        JobStage? stage = state is { } wanted ? ClusterJobs.StageOf(wanted) : null;
        IReadOnlyList<JobEntry> entries = await silos.AskAsync(
            grains => Index(grains).List(after, limit + 1, stage), cancellation);
        JobEntry[] page = [.. entries.Take(limit)];
        JobStatus[] jobs = await Task.WhenAll(page.Select(job => StatusOfAsync(job, cancellation)));
        // A job may have moved on since it last told the index.
        return new JobPage(
            state is null ? jobs : [.. jobs.Where(job => job.State == state)],
            entries.Count > limit ? page[^1].Id : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        string id, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var sequence = new JobEventSequence(after);
        JobStatus? status = await GetAsync(id, cancellation);
        while (true)
        {
            foreach (JobEvent happened in status is null ? [] : sequence.Next(status))
            {
                yield return happened;
            }

            if (status is not null && JobStatus.HasEnded(status.State))
            {
                yield break;
            }

            await Task.Delay(WatchPause, cancellation);
            status = await TryGetAsync(id, cancellation);
        }
    }

    /// <inheritdoc/>
    public Task<JobStatus> CancelAsync(string id, CancellationToken cancellation) =>
        ChangeAsync(id, job => job.Cancel(), cancellation);

    /// <inheritdoc/>
    public async Task<JobStatus> ResumeAsync(string id, CancellationToken cancellation)
    {
        JobStatus job = await GetAsync(id, cancellation);
        return job.State is JobState.Failed or JobState.Cancelled
            ? await ChangeAsync(id, grain => grain.Resume(), cancellation)
            : throw new JobRefusedException(
                JobRefusal.Conflict,
                $"the job is {JobStateWord.Of(job.State)}; only a failed or cancelled one resumes");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TileRow>> TilesAsync(string id, CancellationToken cancellation)
    {
        JobStatus job = await GetAsync(id, cancellation);
        return [.. JobFiles.Open(job).ReadTiles()];
    }

    /// <inheritdoc/>
    public async Task<string?> ProblemAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await silos.AskAsync(grains => Index(grains).List(null, 0, null), patience.Token);
            return null;
        }
        catch (JobRefusedException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"the cluster has not answered for {Patience.TotalSeconds} s";
        }
    }

    /// <summary>Leaves the silos, which go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _open.DisposeAsync();
        await silos.DisposeAsync();
    }

    private static IJobIndexGrain Index(IGrainFactory grains) => grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key);

    private static IJobGrain Job(IGrainFactory grains, string id) => grains.GetGrain<IJobGrain>(id);

    private Task<JobEntry?> FindEntryAsync(string key, CancellationToken cancellation) =>
        silos.AskAsync(grains => Index(grains).FindByKey(key), cancellation);

    private async Task<JobStatus> StatusOfAsync(JobEntry job, CancellationToken cancellation) =>
        await silos.AskAsync(grains => Job(grains, job.Id).Status(), cancellation) is { } report
            ? ClusterJobs.StatusOf(report)
            : ClusterJobs.StatusOf(job);

    /// <summary>The job; null while no silo answers, so that a watch outlasts that.</summary>
    private async Task<JobStatus?> TryGetAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync(id, cancellation);
        }
        catch (JobRefusedException e) when (e.Refusal == JobRefusal.Unavailable)
        {
            return null;
        }
    }

    private async Task<JobStatus> ChangeAsync(
        string id, Func<IJobGrain, Task<JobReport>> change, CancellationToken cancellation)
    {
        await GetAsync(id, cancellation);
        try
        {
            return ClusterJobs.StatusOf(await silos.AskAsync(grains => change(Job(grains, id)), cancellation));
        }
        catch (JobConflictException e)
        {
            throw new JobRefusedException(JobRefusal.Conflict, e.Message);
        }
    }

    /// <summary>Two submissions at once may both find the last place free: the limit is against floods.</summary>
    private async Task RequireRoomAsync(CancellationToken cancellation)
    {
        int open = 0;
        foreach (JobStage stage in (JobStage[])[JobStage.Queued, JobStage.Running])
        {
            IReadOnlyList<JobEntry> jobs = await silos.AskAsync(
                grains => Index(grains).List(null, maxOpen, stage), cancellation);
            open += jobs.Count;
        }

        if (open >= maxOpen)
        {
            throw new JobRefusedException(
                JobRefusal.QueueFull, $"{open} jobs are queued or running, and no more are taken");
        }
    }
}
