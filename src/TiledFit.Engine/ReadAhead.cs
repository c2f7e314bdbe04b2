using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TiledFit.Core.TileSteps;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>
/// Reads for steps just ahead of need, so that reading and solving overlap: a few windows wait for a worker, and no more
/// is read until one of them is taken. Orders other than steps are passed on as they are.
/// </summary>
internal sealed class ReadAhead
{
    /// <summary>Windows that wait, for each worker.</summary>
    public const int WindowsAhead = 1;

    // What one thread reads and decodes is more than that many solve.
    private const int WorkersOfReader = 8;

    private readonly BlockingCollection<TileOrder> _orders;
    private readonly BlockingCollection<TileStepReader> _idle = [];
    private readonly BlockingCollection<ReadOrder> _ready;
    private readonly Func<TileStepReader, StepTile, TileStepRequest?> _read;
    private readonly CancellationToken _stop;
    private readonly Thread[] _threads;

    /// <summary>Starts reading.</summary>
    /// <param name="orders">The orders, as they come.</param>
    /// <param name="read">Reads for a step.</param>
    /// <param name="workers">Threads that take what was read.</param>
    /// <param name="profile">Gets the time that it takes, or null.</param>
    /// <param name="stop">Ends it.</param>
    public ReadAhead(
        BlockingCollection<TileOrder> orders, Func<TileStepReader, StepTile, TileStepRequest?> read, int workers,
        StepProfile? profile, CancellationToken stop)
    {
        _orders = orders;
        _read = read;
        _stop = stop;
        int ahead = WindowsAhead * workers;
        _ready = new BlockingCollection<ReadOrder>(ahead);
        for (int reader = 0; reader < workers + ahead; reader++)
        {
            _idle.Add(new TileStepReader(profile), CancellationToken.None);
        }

        _threads = [.. Enumerable.Range(0, (workers - 1) / WorkersOfReader + 1).Select(StartReader)];
    }

    /// <summary>Orders with what they need, until it is stopped; each is to be given back when it has been done.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IEnumerable<ReadOrder> Take() => _ready.GetConsumingEnumerable(_stop);

    /// <summary>An order has been done: its window may be written over.</summary>
    public void GiveBack(ReadOrder done)
    {
        if (done.Reader is { } reader)
        {
            _idle.Add(reader, CancellationToken.None);
        }
    }

    /// <summary>Waits until it has ended, after a stop.</summary>
    public void Join() => Array.ForEach(_threads, thread => thread.Join());

    private Thread StartReader(int index)
    {
        var thread = new Thread(ReadAll) { Name = $"tile reader {index}", IsBackground = true };
        thread.Start();
        return thread;
    }

    private void ReadAll()
    {
        try
        {
            foreach (TileOrder order in _orders.GetConsumingEnumerable(_stop))
            {
                _ready.Add(order is StepTile step ? Read(step) : new ReadOrder(order), _stop);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run has ended or was cancelled; the driving thread says so.
        }
    }

    private ReadOrder Read(StepTile step)
    {
        TileStepReader reader = _idle.Take(_stop);
        try
        {
            return new ReadOrder(step, _read(reader, step), reader);
        }
        catch (Exception failure)
        {
            return new ReadOrder(step, null, reader, ExceptionDispatchInfo.Capture(failure));
        }
    }
}
