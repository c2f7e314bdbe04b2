using System.Diagnostics.Metrics;
using TiledFit.Engine;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines.Embedded;

/// <summary>A job in memory: its record, and what its run has said so far.</summary>
internal sealed class EmbeddedJob(JobRecord record, Counter<long> steps) : IFitObserver
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _change = NewChange();
    private List<string> _messages = [.. record.Messages];
    private JobProgress? _progress;

    /// <summary>Replaced as a whole, by the engine alone.</summary>
    public JobRecord Record { get; private set; } = record;

    /// <summary>Stops its run; null unless it runs.</summary>
    public CancellationTokenSource? Stop { get; private set; }

    public JobProgress? Progress => _progress;

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Ends at the next change.</summary>
    public Task Changed => Volatile.Read(ref _change).Task;

    public void Update(JobRecord record)
    {
        Record = record;
        SignalChange();
    }

    public void Begin(JobRecord record, CancellationTokenSource stop)
    {
        lock (_lock)
        {
            _messages = [];
        }

        Stop = stop;
        Update(record);
    }

    public void End(JobRecord record)
    {
        Stop = null;
        _progress = null;
        Update(record);
    }

    /// <inheritdoc/>
    public void OnProgress(FitProgress progress)
    {
        JobProgress? before = _progress;
        int finished = before is not null && before.Sweep == progress.Sweep && before.Phase == progress.Phase
            ? before.FinishedTiles
            : 0;
        steps.Add(Math.Max(0, progress.FinishedTiles - finished));
        _progress = JobProgress.Of(progress);
        SignalChange();
    }

    /// <inheritdoc/>
    public void OnMessage(string message)
    {
        lock (_lock)
        {
            _messages.Add(message);
        }

        SignalChange();
    }

    public void SignalChange() => Interlocked.Exchange(ref _change, NewChange()).TrySetResult();

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
