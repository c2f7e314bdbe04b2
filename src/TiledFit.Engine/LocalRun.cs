using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>
/// One fit in this process: a thread that drives the state machine, and workers that carry out its commands.
/// </summary>
internal sealed class LocalRun
{
    private readonly IRaster _raster;
    private readonly FitOptions _options;
    private readonly TileGrid _grid;
    private readonly ComponentStore _store;
    private readonly FitJob _job;
    private readonly FitMonitor _monitor;
    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<JobCommand> _commands = [];
    private readonly BlockingCollection<Report> _reports = [];
    private readonly double[] _tileSeconds;

    public LocalRun(
        IRaster raster, FitOptions options, IReadOnlyList<Gaussian>? initial, IFitObserver? observer,
        CancellationToken cancellation)
    {
        options.Validate();
        _raster = raster;
        _options = options;
        _grid = new TileGrid(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
        _store = new ComponentStore(_grid);
        if (initial is not null)
        {
            InitialComponents.Check(initial, _grid, options, observer);
            _store.Load(initial);
        }

        _job = new FitJob(_grid, options, initial is null ? null : _store.Counts());
        _monitor = new FitMonitor(_job, observer);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _tileSeconds = new double[_grid.Count];
    }

    public FitResult Execute()
    {
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(_options.Threads, _grid.Count)).Select(StartWorker)];
        try
        {
            Drive();
        }
        finally
        {
            _stop.Cancel();
            foreach (Thread worker in workers)
            {
                worker.Join();
            }

            _stop.Dispose();
        }

        return Result();
    }

    private void Drive()
    {
        var pending = new Queue<JobCommand>(_job.Start());
        while (_job.Phase != JobPhase.Finished)
        {
            while (pending.TryDequeue(out JobCommand? command))
            {
                if (command is CloseSweep close)
                {
                    _store.HandOver();
                    Enqueue(pending, new SweepClosed(close.Sweep, _store.Counts()));
                }
                else if (command is not FinishJob)
                {
                    _commands.Add(command);
                }
            }

            if (_job.Phase != JobPhase.Finished)
            {
                Report report = _reports.Take(_stop.Token);
                report.Failure?.Throw();
                Enqueue(pending, report.Event!);
            }
        }
    }

    private void Enqueue(Queue<JobCommand> pending, JobEvent happened)
    {
        foreach (JobCommand command in _job.Handle(happened))
        {
            pending.Enqueue(command);
        }

        _monitor.OnHandled();
    }

    private Thread StartWorker(int index)
    {
        var thread = new Thread(Work) { Name = $"tile worker {index}", IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Work()
    {
        var worker = new TileWorker(_raster, _grid, _store);
        try
        {
            foreach (JobCommand command in _commands.GetConsumingEnumerable(_stop.Token))
            {
                _reports.Add(Carry(worker, command), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run has ended or was cancelled; the driving thread says so.
        }
    }

    private Report Carry(TileWorker worker, JobCommand command)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            Action<double>? onChange = _grid.IsSingle ? _monitor.OnIteration : null;
            JobEvent happened = worker.Run(command, onChange, _stop.Token);
            if (happened is TileStepped stepped)
            {
                _tileSeconds[stepped.Tile] += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            return new Report(happened, null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new Report(null, ExceptionDispatchInfo.Capture(failure));
        }
    }

    private FitResult Result()
    {
        var components = new List<ComponentRow>();
        var tiles = new List<TileRow>();
        for (int tile = 0; tile < _grid.Count; tile++)
        {
            (int x, int y) = _grid.PositionOf(tile);
            PixelRectangle core = _grid.CoreOf(tile);
            var state = _job.TileAt(tile);
            components.AddRange(_store.Of(tile).Select(component => new ComponentRow(component, x, y)));
            string status = state.Count!.Pixels == 0 ? "empty" : _job.IsSettled || !state.Active ? "settled" : "active";
            tiles.Add(new TileRow(x, y, core.X, core.Y, core.Width, core.Height, state.Count.Pixels,
                state.Components, state.Count.Sse, state.Steps, _tileSeconds[tile], status));
        }

        return new FitResult(
            components, tiles, _monitor.Sweeps, _job.Background, _job.Objective, _job.Pixels, _job.IsSettled,
            _monitor.Seconds, _monitor.Trace);
    }

    private readonly record struct Report(JobEvent? Event, ExceptionDispatchInfo? Failure);
}
