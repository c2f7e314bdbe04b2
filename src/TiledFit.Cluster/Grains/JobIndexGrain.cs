using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using TiledFit.Cluster.Hosting;
using TiledFit.Cluster.Jobs;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>The list of jobs, the latest last; it forgets ended ones beyond <see cref="SiloSettings.KeepEnded"/>.
/// </summary>
[Reentrant]
internal sealed partial class JobIndexGrain(
    [PersistentState("jobs", SiloStorage.Name)] IPersistentState<JsonState> storage,
    SiloSettings settings,
    ILogger<JobIndexGrain> logger) : Grain, IJobIndexGrain, IJobRegister
{
    private readonly SemaphoreSlim _changing = new(1);
    private List<JobEntry> _jobs = [];

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _jobs = storage.State.Json is { } stored ? JobStateFormat.Read<List<JobEntry>>(stored) : [];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<(JobEntry Job, bool IsNew)> Submit(JobSpec spec, string? key)
    {
        JobEntry? known = null;
        var entry = new JobEntry(NewId(), key, spec, DateTimeOffset.UtcNow, JobStage.Queued);
        await Change(jobs =>
        {
            known = key is null ? null : jobs.Find(job => job.Key == key);
            if (known is null)
            {
                CheckOutput(jobs, spec.Output);
                return [.. jobs, entry];
            }

            return SameSpec(known.Spec, spec)
                ? jobs
                : throw new JobConflictException($"the key belongs to job {known.Id}, which has another description");
        });
        entry = known ?? entry;
        await GrainFactory.GetGrain<IJobCoordinator>(entry.Id).Begin(entry.Spec, entry.Submitted);
        return (entry, known is null);
    }

    /// <inheritdoc/>
    public Task<JobEntry?> FindByKey(string key) => Task.FromResult(_jobs.Find(job => job.Key == key));

    /// <inheritdoc/>
    public Task<JobEntry?> Find(string id) => Task.FromResult(_jobs.Find(job => job.Id == id));

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEntry>> List(string? after, int limit, JobStage? stage) =>
        Task.FromResult<IReadOnlyList<JobEntry>>(
        [
            .. Enumerable.Reverse(_jobs)
                .Where(job => (after is null || string.CompareOrdinal(job.Id, after) < 0)
                    && (stage is null || job.Stage == stage))
                .Take(limit),
        ]);

    /// <inheritdoc/>
    public async Task Wake()
    {
        JobEntry[] open = [.. _jobs.Where(job => !job.HasEnded)];
        await Task.WhenAll(open.Select(async job =>
        {
            JobStage? stage = await GrainFactory.GetGrain<IJobCoordinator>(job.Id).Wake();
            if (stage is null)
            {
                await GrainFactory.GetGrain<IJobCoordinator>(job.Id).Begin(job.Spec, job.Submitted);
            }
            else if (stage != job.Stage)
            {
                await Note(job.Id, stage.Value);
            }
        }));
    }

    /// <inheritdoc/>
    public Task Note(string id, JobStage stage) =>
        Change(jobs => [.. jobs.Select(job => job.Id == id ? job with { Stage = stage } : job)]);

    /// <inheritdoc/>
    public Task Reopen(string id, string output) => Change(jobs =>
    {
        CheckOutput(jobs.Where(job => job.Id != id), output);
        return [.. jobs.Select(job => job.Id == id ? job with { Stage = JobStage.Queued } : job)];
    });

    // 48 bits of time, then chance: in order of submission.
    private static string NewId() => Guid.CreateVersion7().ToString("N");

    private static bool SameSpec(JobSpec a, JobSpec b) =>
        JobStateFormat.Write(a).AsSpan().SequenceEqual(JobStateFormat.Write(b));

    private static void CheckOutput(IEnumerable<JobEntry> jobs, string output)
    {
        string path = Path.TrimEndingDirectorySeparator(output);
        if (jobs.FirstOrDefault(job =>
            !job.HasEnded && Path.TrimEndingDirectorySeparator(job.Spec.Output) == path) is { } other)
        {
            throw new JobConflictException($"job {other.Id} writes into {output} and has not ended");
        }
    }

    private async Task Change(Func<List<JobEntry>, List<JobEntry>> change)
    {
        await _changing.WaitAsync();
        try
        {
            List<JobEntry> jobs = await WithoutOld(change(_jobs));
            if (!ReferenceEquals(jobs, _jobs))
            {
                storage.State.Json = JobStateFormat.Write(jobs);
                await storage.WriteStateAsync();
                _jobs = jobs;
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<List<JobEntry>> WithoutOld(List<JobEntry> jobs)
    {
        int surplus = jobs.Count(job => job.HasEnded) - settings.KeepEnded;
        if (surplus <= 0)
        {
            return jobs;
        }

        JobEntry[] old = [.. jobs.Where(job => job.HasEnded).Take(surplus)];
        bool[] isForgotten = await Task.WhenAll(old.Select(TryForget));
        return [.. jobs.Except(old.Where((_, k) => isForgotten[k]))];
    }

    // What cannot be forgotten now stays in the list until the next change.
    private async Task<bool> TryForget(JobEntry job)
    {
        try
        {
            await GrainFactory.GetGrain<IJobCoordinator>(job.Id).Forget();
            return true;
        }
        catch (Exception e)
        {
            LogNotForgotten(logger, job.Id, e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Job {Job} cannot be forgotten yet: {Reason}")]
    private static partial void LogNotForgotten(ILogger logger, string job, string reason);
}
