using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>
/// One fit in this process: a thread that drives the state machines, and workers that carry out their orders.
/// </summary>
internal sealed class LocalRun
{
    private readonly IRaster _raster;
    private readonly FitOptions _options;
    private readonly IJobJournal _journal;
    private readonly StepProfile? _profile;
    private readonly TileGrid _grid;
    private readonly ComponentStore _store;
    private readonly BackgroundSource _backgrounds;
    private readonly LocalJob _job;
    private readonly FitMonitor _monitor;
    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<TileOrder> _orders = [];
    private readonly BlockingCollection<Outcome> _outcomes = [];
    private readonly double[] _tileSeconds;
    private readonly HashSet<(int Tile, int Sweep)> _stepsBefore;

    public LocalRun(
        IRaster raster, FitOptions options, IReadOnlyList<Gaussian>? initial, IFitObserver? observer,
        IJobJournal? journal, long memory, StepProfile? profile, CancellationToken cancellation)
    {
        options.Validate();
        FitRules.Check(raster, options, initial?.Count);
        _raster = raster;
        _options = options;
        _journal = journal ?? new MemoryJournal();
        _profile = profile;
        _grid = new TileGrid(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
        _tileSeconds = new double[_grid.Count];
        // What a change is told by later.
        _ = raster.Fingerprint;
        JobIdentity.Of(raster, options, initial).Claim(_journal, raster.Info.Path);
        if (!LocalJob.HasBegun(_journal))
        {
            InitialComponents.Distribute(initial ?? [], _grid, options, observer)
                .Where(tile => tile.Components.Count > 0).ToList().ForEach(_journal.WriteTile);
        }

        _store = new ComponentStore(_grid, _journal, memory);
        _backgrounds = new BackgroundSource(_journal, raster.Info);
        FitJobState start = FitJobState.Start(
            initial is null, InitialComponents.CoarseOf(initial ?? [], _grid, options));
        _job = new LocalJob(new RegionGrid(_grid), options, start, _journal);
        _stepsBefore = StepsOf(_job.Job.State.Sweep);
        _monitor = new FitMonitor(_job, _grid, options, observer, _journal);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    public FitResult Execute()
    {
        int count = Math.Min(_options.Threads, _grid.Count);
        var ahead = new ReadAhead(_orders, Read, count, _profile, _stop.Token);
        Thread[] workers = [.. Enumerable.Range(0, count).Select(index => StartWorker(index, ahead))];
        try
        {
            Drive();
        }
        catch (Exception e) when (e is not (InputException or OperationCanceledException or IOException))
        {
            // Another raster explains what does not add up.
            RasterChange.Check(_raster);
            throw;
        }
        finally
        {
            _stop.Cancel();
            Array.ForEach(workers, worker => worker.Join());
            ahead.Join();

            _stop.Dispose();
        }

        return Result();
    }

    // The tiles that have taken their steps of the sweep in which an earlier run was interrupted.
    private HashSet<(int Tile, int Sweep)> StepsOf(int sweep) => sweep == 0 ? [] :
    [
        .. Enumerable.Range(0, _grid.Count)
            .Where(tile => _journal.ReadStep(tile)?.Sweep == sweep).Select(tile => (tile, sweep)),
    ];

    private void Drive()
    {
        IReadOnlyList<TileOrder> orders = _job.Start();
        while (true)
        {
            foreach (TileOrder order in orders)
            {
                _orders.Add(order);
            }

            _monitor.OnHandled();
            if (_job.IsFinished)
            {
                return;
            }

            Outcome outcome = _outcomes.Take(_stop.Token);
            outcome.Failure?.Throw();
            orders = _job.Handle(outcome.Report!);
        }
    }

    private Thread StartWorker(int index, ReadAhead ahead)
    {
        var thread = new Thread(() => Work(ahead)) { Name = $"tile worker {index}", IsBackground = true };
        thread.Start();
        return thread;
    }

    private TileStepRequest? Read(TileStepReader reader, StepTile order) =>
        _stepsBefore.Contains((order.Tile, order.Sweep))
            ? null
            : reader.Read(_raster, _grid, _backgrounds.Of(order), _store.Of);

    private void Work(ReadAhead ahead)
    {
        var worker = new TileWorker(_profile);
        try
        {
            foreach (ReadOrder order in ahead.Take())
            {
                Outcome outcome = Try(worker, order);
                ahead.GiveBack(order);
                _outcomes.Add(outcome, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run has ended or was cancelled; the driving thread says so.
        }
    }

    private Outcome Try(TileWorker worker, ReadOrder order)
    {
        try
        {
            order.Failure?.Throw();
            return new Outcome(Carry(worker, order), null);
        }
        catch (Exception failure)
        {
            return new Outcome(null, ExceptionDispatchInfo.Capture(failure));
        }
    }

    private TileReport Carry(TileWorker worker, ReadOrder order) => order.Order switch
    {
        SurveyTile survey => new TileSurveyed(
            survey.Tile, worker.Survey(_raster, _grid, survey), _store.Of(survey.Tile).Count),
        CountTile count => new TileCounted(
            count.Tile, count.Sweep, worker.Count(_raster, _grid, _backgrounds.Of(count), _store.Of, _stop.Token))
        {
            Trial = count.Trial,
        },
        StepTile step => TileStepped.Of(Step(worker, step, order.Request)),
        CloseTile close => _store.Close(close),
        _ => throw new UnreachableException(order.Order.ToString()),
    };

    private TileStepResult Step(TileWorker worker, StepTile order, TileStepRequest? request)
    {
        if (_stepsBefore.Contains((order.Tile, order.Sweep)))
        {
            return _journal.ReadStep(order.Tile)!;
        }

        long start = Stopwatch.GetTimestamp();
        Action<double>? onChange = _grid.IsSingle ? _monitor.OnIteration : null;
        int repeats = _journal.TryStep(order.Tile, order.Sweep);
        TileStepResult step = worker.Step(order, request, onChange, _stop.Token) with
        {
            Repeats = repeats,
        };
        _journal.WriteStep(step);
        _store.Apply(step);
        _tileSeconds[order.Tile] += Stopwatch.GetElapsedTime(start).TotalSeconds;
        return step;
    }

    private FitResult Result()
    {
        FitJobState state = _job.Job.State;
        TileRow[] tiles =
        [
            .. Enumerable.Range(0, _grid.Count)
                .Select(tile => TileRows.Of(_grid, tile, _job.StateOf(tile), _job.Job, _tileSeconds[tile])),
        ];
        var components = new FittedComponents(_grid.Columns, tiles.Select(tile => (int)tile.Components), _store.Of)
        {
            Coarse = TileRows.CoarseOf(_grid, state),
        };
        return new FitResult(
            components, tiles, _monitor.Sweeps, _backgrounds.Of(state.Background), state.Objective, state.Pixels,
            state.IsSettled, _monitor.Seconds, _monitor.Trace, state.RepeatedSteps)
        {
            SecondsBefore = _monitor.SecondsBefore,
            Weight = state.Ledger!.Basis.Weight,
            Loss = FittedLoss.Of(state, _options),
        };
    }

    private readonly record struct Outcome(TileReport? Report, ExceptionDispatchInfo? Failure);
}
