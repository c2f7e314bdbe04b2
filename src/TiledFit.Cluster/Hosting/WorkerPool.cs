using System.Collections.Concurrent;
using TiledFit.Engine.Tiles;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// The silo's threads for what takes a processor or a disk, so that grains' turns stay short: workers, one a core,
/// whose buffers live as long as they, and a few threads that only read and write what is stored.
/// </summary>
internal sealed class WorkerPool : ITileWorkers, IDisposable
{
    private const int AccessThreads = 2;

    private readonly BlockingCollection<Action<TileWorker>> _work = [];
    private readonly BlockingCollection<Action> _accesses = [];
    private readonly CancellationTokenSource _drain = new();
    private int _running;

    /// <summary>Starts the threads.</summary>
    public WorkerPool(SiloSettings settings)
    {
        for (int k = 0; k < settings.WorkerCount; k++)
        {
            StartThread($"tile worker {k}", Work);
        }

        for (int k = 0; k < AccessThreads; k++)
        {
            StartThread($"storage {k}", ServeAccesses);
        }
    }

    /// <summary>Work that waits for a worker.</summary>
    public int QueueLength => _work.Count;

    /// <summary>Work in hand.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The silo is about to stop.</exception>
    public Task<T> Run<T>(Func<TileWorker, T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(worker => Complete(result, () =>
        {
            _drain.Token.ThrowIfCancellationRequested();
            return work(worker);
        }));
        return result.Task;
    }

    /// <inheritdoc/>
    public Task<T> Access<T>(Func<T> access)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _accesses.Add(() => Complete(result, access));
        return result.Task;
    }

    /// <summary>Begins no more work and waits until what is in hand has ended, or for so long at most.</summary>
    public async Task Drain(TimeSpan limit)
    {
        await _drain.CancelAsync();
        for (var waited = TimeSpan.Zero; Running > 0 && waited < limit; waited += TimeSpan.FromMilliseconds(50))
        {
            await Task.Delay(50);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _work.CompleteAdding();
        _accesses.CompleteAdding();
    }

    private static void StartThread(string name, ThreadStart start) =>
        new Thread(start) { Name = name, IsBackground = true }.Start();

    private static void Complete<T>(TaskCompletionSource<T> result, Func<T> work)
    {
        try
        {
            result.SetResult(work());
        }
        catch (OperationCanceledException e)
        {
            result.SetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            result.SetException(e);
        }
    }

    private void Work()
    {
        var worker = new TileWorker();
        foreach (Action<TileWorker> work in _work.GetConsumingEnumerable())
        {
            Interlocked.Increment(ref _running);
            work(worker);
            Interlocked.Decrement(ref _running);
        }
    }

    private void ServeAccesses()
    {
        foreach (Action access in _accesses.GetConsumingEnumerable())
        {
            access();
        }
    }
}
