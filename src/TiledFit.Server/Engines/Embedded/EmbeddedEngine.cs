using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using TiledFit.Data.Results;
using TiledFit.Server.Jobs;
using TiledFit.Server.Telemetry;

namespace TiledFit.Server.Engines.Embedded;

/// <summary>
/// Runs jobs in this process, in the order they were queued, and keeps them in a directory. A job whose run was cut off
/// by the end of the process is queued again at the next start.
/// </summary>
internal sealed class EmbeddedEngine : IJobEngine
{
    /// <summary>Watchers are told of progress no more often.</summary>
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(100);

    private readonly JobStore _store;
    private readonly JobRunner _runner;
    private readonly ServerSettings _settings;
    private readonly ILogger _logger;
    private readonly Counter<long> _steps;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, EmbeddedJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EmbeddedJob> _byKey = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _queued = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _workers = [];
    private DateTimeOffset _latest = DateTimeOffset.UnixEpoch;

    /// <summary>The engine over a store of jobs, which it disposes of.</summary>
    /// <exception cref="Core.InputException">A record cannot be read.</exception>
    public EmbeddedEngine(
        ServerSettings settings, JobStore store, JobRunner runner, ServerMetrics metrics, ILogger logger)
    {
        _settings = settings;
        _runner = runner;
        _logger = logger;
        _steps = metrics.Steps;
        _store = store;
        try
        {
            foreach (JobRecord record in _store.Load())
            {
                Add(new EmbeddedJob(record, _steps));
            }
        }
        catch
        {
            _store.Dispose();
            throw;
        }

        metrics.Observe(Snapshot);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        foreach (EmbeddedJob job in _jobs.Values.Where(job => !JobStatus.HasEnded(job.Record.State)))
        {
            _queued.Release();
        }

        for (int i = 0; i < _settings.ConcurrentJobs; i++)
        {
            _workers.Add(Task.Factory.StartNew(
                Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<(JobStatus Job, bool IsNew)> SubmitAsync(
        JobDescription description, string? key, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (key is not null && _byKey.TryGetValue(key, out EmbeddedJob? known))
            {
                return known.Record.Description == description
                    ? Task.FromResult((StatusOf(known), false))
                    : throw new JobRefusedException(
                        JobRefusal.KeyReused, "the idempotency key belongs to a job of another description");
            }

            RequireFreeOutput(description.Output);
            if (_jobs.Values.Count(job => job.Record.State == JobState.Queued) >= _settings.MaxQueued)
            {
                throw new JobRefusedException(
                    JobRefusal.QueueFull, $"{_settings.MaxQueued} jobs are queued, and no more are taken");
            }

            DateTimeOffset now = NextTime();
            var job = new EmbeddedJob(new JobRecord(
                Guid.CreateVersion7(now).ToString("N"), JobState.Queued, description, key, now, now, null, null, 0,
                null, null, null, []), _steps);
            Store(job.Record);
            Add(job);
            _queued.Release();
            return Task.FromResult((StatusOf(job), true));
        }
    }

    /// <inheritdoc/>
    public Task<JobStatus?> FindByKeyAsync(string key, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(_byKey.TryGetValue(key, out EmbeddedJob? job) ? StatusOf(job) : null);
        }
    }

    /// <inheritdoc/>
    public Task<JobStatus> GetAsync(string id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(StatusOf(Find(id)));
        }
    }

    /// <inheritdoc/>
    public Task<JobPage> ListAsync(string? after, int limit, JobState? state, CancellationToken cancellation)
    {
        lock (_lock)
        {
            EmbeddedJob[] page =
            [
                .. _jobs.Reverse()
                    .Where(job => after is null || string.CompareOrdinal(job.Key, after) < 0)
                    .Select(job => job.Value)
                    .Where(job => state is null || job.Record.State == state)
                    .Take(limit + 1),
            ];
            JobStatus[] jobs = [.. page.Take(limit).Select(StatusOf)];
            return Task.FromResult(new JobPage(jobs, page.Length > limit ? jobs[^1].Id : null));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        string id, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        EmbeddedJob job = Find(id);
        var sequence = new JobEventSequence(after);
        while (true)
        {
            // Taken before the state is looked at, so that no change in between is missed.
            Task changed = job.Changed;
            JobStatus status = await GetAsync(id, cancellation);
            foreach (JobEvent happened in sequence.Next(status))
            {
                yield return happened;
            }

            if (JobStatus.HasEnded(status.State))
            {
                yield break;
            }

            await changed.WaitAsync(cancellation);
            await Task.Delay(WatchPause, cancellation);
        }
    }

    /// <inheritdoc/>
    public Task<JobStatus> CancelAsync(string id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            EmbeddedJob job = Find(id);
            switch (job.Record.State)
            {
                case JobState.Queued:
                    Save(job, Ended(job.Record, JobState.Cancelled) with { Reason = "cancelled on request" });
                    SignalQueued();
                    break;
                case JobState.Running:
                    Save(job, job.Record with { State = JobState.Cancelling });
                    job.Stop?.Cancel();
                    break;
                case JobState.Done or JobState.Failed:
                    throw new JobRefusedException(
                        JobRefusal.Conflict, $"the job is {JobStateWord.Of(job.Record.State)} and cannot be cancelled");
            }

            return Task.FromResult(StatusOf(job));
        }
    }

    /// <inheritdoc/>
    public Task<JobStatus> ResumeAsync(string id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            EmbeddedJob job = Find(id);
            if (job.Record.State is not (JobState.Failed or JobState.Cancelled))
            {
                throw new JobRefusedException(
                    JobRefusal.Conflict,
                    $"the job is {JobStateWord.Of(job.Record.State)}; only a failed or cancelled one resumes");
            }

            RequireFreeOutput(job.Record.Description.Output);
            Save(job, job.Record with
            {
                State = JobState.Queued,
                Queued = NextTime(),
                Finished = null,
                Cause = null,
                Reason = null,
            });
            _queued.Release();
            return Task.FromResult(StatusOf(job));
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TileRow>> TilesAsync(string id, CancellationToken cancellation)
    {
        JobStatus job = await GetAsync(id, cancellation);
        return [.. JobFiles.Open(job).ReadTiles()];
    }

    /// <inheritdoc/>
    public Task<string?> ProblemAsync(CancellationToken cancellation) => Task.FromResult(
        _workers.Any(worker => worker.IsFaulted) ? "a worker has failed; see the server's log" : _store.Problem());

    /// <summary>Stops the runs, which go on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _store.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            try
            {
                _queued.Wait(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (Take() is { } job)
            {
                Run(job);
            }
        }
    }

    /// <summary>The next job, or null where the one that was signalled has been cancelled meanwhile.</summary>
    private EmbeddedJob? Take()
    {
        lock (_lock)
        {
            EmbeddedJob? job = _jobs.Values
                .Where(job => job.Stop is null && !JobStatus.HasEnded(job.Record.State))
                .MinBy(job => (job.Record.Queued, job.Record.Id));
            if (job is null)
            {
                return null;
            }

            JobState state = job.Record.State == JobState.Cancelling ? JobState.Cancelling : JobState.Running;
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            JobRecord record = job.Record with
            {
                State = state,
                Started = DateTimeOffset.UtcNow,
                Runs = job.Record.Runs + 1,
            };
            job.Begin(record, stop);
            TrySave(record);
            if (state == JobState.Cancelling)
            {
                stop.Cancel();
            }

            SignalQueued();
            return job;
        }
    }

    private void Run(EmbeddedJob job)
    {
        _logger.LogInformation("Job {Job} starts, run {Run}", job.Record.Id, job.Record.Runs);
        using CancellationTokenSource stop = job.Stop!;
        JobOutcome? outcome = _runner.Run(job.Record, job, stop.Token);
        lock (_lock)
        {
            if (outcome is null && job.Record.State != JobState.Cancelling)
            {
                // The server stops: the record says that the job runs, so the next start queues it again.
                job.End(job.Record);
                return;
            }

            JobRecord ended = outcome is null
                ? Ended(job.Record, JobState.Cancelled) with { Reason = "cancelled on request" }
                : Ended(job.Record, outcome.State) with
                {
                    Result = outcome.Result,
                    Cause = outcome.Cause,
                    Reason = outcome.Reason,
                };
            ended = ended with { Messages = job.Messages };
            TrySave(ended);
            job.End(ended);
            ForgetOld();
            _logger.LogInformation(
                "Job {Job} is {State} {Reason}", ended.Id, JobStateWord.Of(ended.State), ended.Reason ?? "");
        }
    }

    private void Add(EmbeddedJob job)
    {
        _jobs.Add(job.Record.Id, job);
        if (job.Record.Key is { } key)
        {
            _byKey[key] = job;
        }

        _latest = job.Record.Queued > _latest ? job.Record.Queued : _latest;
    }

    private EmbeddedJob Find(string id)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(id, out EmbeddedJob? job) ? job : throw JobRefusedException.Unknown(id);
        }
    }

    private void Save(EmbeddedJob job, JobRecord record)
    {
        Store(record);
        job.Update(record);
    }

    private void Store(JobRecord record)
    {
        if (!TrySave(record, out string? problem))
        {
            throw new JobRefusedException(JobRefusal.Unavailable, problem);
        }
    }

    /// <summary>
    /// A run goes on, and ends, though its record cannot be written: an old record only means that the job is looked at
    /// again at the next start.
    /// </summary>
    private void TrySave(JobRecord record) => TrySave(record, out _);

    private bool TrySave(JobRecord record, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            _store.Save(record);
            problem = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.LogError(e, "The record of job {Job} cannot be written", record.Id);
            problem = JobStore.ProblemOf(e);
            return false;
        }
    }

    private void ForgetOld()
    {
        EmbeddedJob[] ended = [.. _jobs.Values.Where(job => JobStatus.HasEnded(job.Record.State))];
        foreach (EmbeddedJob job in ended.OrderByDescending(job => job.Record.Finished).Skip(_settings.KeepEnded))
        {
            _jobs.Remove(job.Record.Id);
            if (job.Record.Key is { } key)
            {
                _byKey.Remove(key);
            }

            _store.Delete(job.Record.Id);
        }
    }

    private void RequireFreeOutput(string output)
    {
        string path = Path.TrimEndingDirectorySeparator(output);
        EmbeddedJob? other = _jobs.Values.FirstOrDefault(job => !JobStatus.HasEnded(job.Record.State)
            && Path.TrimEndingDirectorySeparator(job.Record.Description.Output) == path);
        if (other is not null)
        {
            throw new JobRefusedException(JobRefusal.Conflict, $"job {other.Record.Id} writes into {output}");
        }
    }

    /// <summary>Now, but never the same millisecond twice, so that ids are in order.</summary>
    private DateTimeOffset NextTime()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow, next = _latest.AddMilliseconds(1);
        return _latest = now > next ? now : next;
    }

    /// <summary>Places in the queue have changed.</summary>
    private void SignalQueued()
    {
        foreach (EmbeddedJob job in _jobs.Values.Where(job => job.Record.State == JobState.Queued))
        {
            job.SignalChange();
        }
    }

    private JobStatus StatusOf(EmbeddedJob job)
    {
        JobRecord record = job.Record;
        int? ahead = record.State != JobState.Queued ? null : _jobs.Values.Count(other =>
            other.Record.State == JobState.Queued && other.Record.Queued < record.Queued);
        return new JobStatus(
            record.Id, record.State, record.Description, record.Submitted, record.Started, record.Finished, record.Runs,
            ahead, null, job.Progress, record.Result, record.Cause, record.Reason, job.Messages);
    }

    private EngineSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new EngineSnapshot(
                Enum.GetValues<JobState>().ToDictionary(
                    JobStateWord.Of, state => _jobs.Values.Count(job => job.Record.State == state)),
                [.. _jobs.Values.Where(job => job.Progress is not null).Select(job => (job.Record.Id, job.Progress!))]);
        }
    }

    private static JobRecord Ended(JobRecord record, JobState state) =>
        record with { State = state, Finished = DateTimeOffset.UtcNow };
}
