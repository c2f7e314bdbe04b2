using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;
using TiledFit.Tiling.Levels;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// A region's part of a fit as a pure state machine: it hears its job, its tiles and the regions beside it, and says
/// what is to be told to whom. It answers each order of the job once all its tiles have done their part; what it
/// answers is taken over the tiles in their order, so that no bit depends on who was faster.
/// </summary>
/// <remarks>
/// A host stores <see cref="Save"/> before it passes an answer on, and gives it to the constructor when it has lost the
/// region: all that was under way since is asked for again, and tiles that have already done it just say so.
/// </remarks>
public sealed class RegionJob
{
    private static readonly IReadOnlyList<JobMessage> Nothing = [];

    private readonly RegionGrid _regions;
    private readonly TileGrid _grid;
    private readonly FitOptions _options;
    private readonly int _region;
    private readonly int[] _tiles;
    private readonly Dictionary<int, TileState> _states = [];
    private readonly Dictionary<int, double?> _changes = [];
    private readonly Dictionary<int, TileReport> _reports = [];
    private readonly Dictionary<int, EndedTile> _early = [];
    private RegionOrder? _order;
    private RegionReport? _report;
    private SweepSchedule? _schedule;
    private Dictionary<int, TileOrder> _tileOrders = [];
    private int _epoch, _sweep;

    /// <summary>A region at the start of a job, or as it was stored.</summary>
    /// <param name="regions">All regions.</param>
    /// <param name="region">Index of this one.</param>
    /// <param name="options">What the job is to do.</param>
    /// <param name="state">What was stored, or null.</param>
    public RegionJob(RegionGrid regions, int region, FitOptions options, RegionState? state = null)
    {
        _regions = regions;
        _grid = regions.Tiles;
        _region = region;
        _options = options;
        _tiles = [.. regions.TilesOf(region)];
        _epoch = state?.Epoch ?? 0;
        _sweep = state?.Sweep ?? 0;
        _report = state?.Report;
        for (int k = 0; k < _tiles.Length; k++)
        {
            _states[_tiles[k]] = state?.Tiles[k] ?? new TileState();
            if (_report is RegionStepped)
            {
                _changes[_tiles[k]] = _states[_tiles[k]].Step?.ObjectiveChange;
            }
        }
    }

    /// <summary>Whether the order of the present epoch has been answered.</summary>
    public bool IsComplete => _report is not null || _epoch == 0;

    /// <summary>The epoch of the order that was taken last; 0 before the first.</summary>
    public int Epoch => _epoch;

    /// <summary>Tiles that work on the present order.</summary>
    public int ActiveTiles { get; private set; }

    /// <summary>Those of them that have not finished.</summary>
    public int RemainingTiles => IsComplete ? 0 : _schedule?.Remaining ?? _tileOrders.Count - _reports.Count;

    /// <summary>The tiles of the region.</summary>
    public IReadOnlyList<int> Tiles => _tiles;

    /// <summary>What is known of a tile.</summary>
    public TileState StateOf(int tile) => _states[tile];

    /// <summary>What must not be forgotten, once the present order has been answered.</summary>
    /// <exception cref="InvalidOperationException">The order has not been answered.</exception>
    public RegionState Save() => IsComplete
        ? new RegionState(_epoch, _sweep, _report, [.. _tiles.Select(tile => _states[tile])])
        : throw new InvalidOperationException("the region has not answered its order yet.");

    /// <summary>Takes an order of the job.</summary>
    public IReadOnlyList<JobMessage> Handle(RegionOrder order)
    {
        if (order.Epoch == _epoch && _report is not null)
        {
            // Who asks again may have lost regions that still wait to hear of the tiles beside them.
            return Outstanding();
        }

        if (order.Epoch != _epoch + 1 || !IsComplete)
        {
            return Nothing;
        }

        _order = order;
        _epoch = order.Epoch;
        _report = null;
        _reports.Clear();
        _schedule = null;
        return order switch
        {
            SurveyRegion survey => Ask(_tiles.Select(tile => new SurveyTile(tile, survey.IsRobust)
            {
                MeshSize = survey.MeshSize,
            })),
            CountRegion count => Ask(_tiles.Select(tile => new CountTile(tile, count.Sweep, count.Background)
            {
                Restrictions = _options.Restrictions,
                Loss = count.Loss,
                Trial = count.Trial,
                Coarse = Near(tile, count.Coarse),
                BlockSide = count.BlockSide,
            })),
            CloseRegion close => Ask(CloseTiles(close)),
            StepRegion step => BeginSweep(step),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
    }

    /// <summary>Takes the report of a tile.</summary>
    public IReadOnlyList<JobMessage> Handle(TileReport report)
    {
        if (!Answers(report) || !_reports.TryAdd(report.Tile, report))
        {
            return Nothing;
        }

        if (_schedule is not null)
        {
            return EndTiles([report.Tile]);
        }

        return _reports.Count == _tileOrders.Count ? Complete() : Nothing;
    }

    /// <summary>Takes what a region beside it says of its tiles.</summary>
    public IReadOnlyList<JobMessage> Handle(TilesEnded ended)
    {
        if (ended.Sweep == _sweep + 1)
        {
            // The region beside has been told to begin before this one.
            foreach (EndedTile tile in ended.Tiles)
            {
                _early[tile.Tile] = tile;
            }
        }

        return ended.Sweep == _sweep && _schedule is not null && !IsComplete ? TakeEnded(ended.Tiles) : Nothing;
    }

    /// <summary>
    /// All that has been said since the last order and not been answered, to be said again when a message may have been
    /// lost.
    /// </summary>
    public IReadOnlyList<JobMessage> Outstanding()
    {
        IEnumerable<JobMessage> orders = _schedule is null
            ? _tileOrders.Values.Where(order => !_reports.ContainsKey(order.Tile))
            : _schedule.Running.Select(tile => _tileOrders[tile]);
        IEnumerable<JobMessage> own = _report is not null ? [_report] : orders;
        return [.. own, .. TellNeighbours(_tiles.Where(_changes.ContainsKey))];
    }

    private IReadOnlyList<JobMessage> Ask(IEnumerable<TileOrder> orders)
    {
        _tileOrders = orders.ToDictionary(order => order.Tile);
        _changes.Clear();
        ActiveTiles = _tileOrders.Count;
        return _tileOrders.Count == 0 ? Complete() : [.. _tileOrders.Values];
    }

    private IReadOnlyList<JobMessage> BeginSweep(StepRegion order)
    {
        _sweep = order.Sweep;
        foreach (TileState tile in _states.Values)
        {
            tile.Step = null;
            tile.PendingDecrease = order.Activity.WakesAll
                ? double.PositiveInfinity
                : tile.PendingDecrease + order.Activity.BackgroundDecrease;
        }

        int[] active =
        [
            .. _tiles.Where(tile => order.Growth is null
                ? _states[tile].IsAwake(order.Activity)
                : !_states[tile].IsEmpty),
        ];
        ActiveTiles = active.Length;
        _tileOrders = OrdersOf(order, active);
        _changes.Clear();
        _schedule = new SweepSchedule(_grid, _tiles, active);
        List<JobMessage> messages = [.. _schedule.Start().Select(tile => _tileOrders[tile])];
        messages.AddRange(EndTiles([.. _tiles.Except(active)]));
        messages.AddRange(TakeEnded(_early.Values));
        _early.Clear();
        return messages;
    }

    private Dictionary<int, TileOrder> OrdersOf(StepRegion order, int[] active)
    {
        TileStepOptions minimize = StepPolicy.Minimize(_grid, _options) with { Loss = order.Loss };
        int[] additions = order.Growth is { } growth
            ? BudgetAllocator.Share(growth.Additions, [.. _tiles.Select(tile => _states[tile].Need)])
            : [];
        return active.ToDictionary(tile => tile, tile => (TileOrder)new StepTile(
            tile, order.Sweep, order.Background, _states[tile].Minimizer,
            order.Growth?.OptionsOf(_states[tile].Components, additions[IndexOf(tile)], minimize) ?? minimize)
        {
            Coarse = Near(tile, order.Coarse),
        });
    }

    private Component[]? Near(int tile, IReadOnlyList<Component>? coarse) =>
        coarse is null ? null : CoarseGrid.Reaching(coarse, _grid.WindowOf(tile));

    private IEnumerable<CloseTile> CloseTiles(CloseRegion order)
    {
        ILookup<int, Component> arrivals = (order.Arrivals ?? []).ToLookup(
            component => _grid.OwnerOf(component.Shape.X, component.Shape.Y));
        foreach (int tile in _tiles.Where(arrivals.Contains))
        {
            _states[tile].PendingDecrease = double.PositiveInfinity;
        }

        return
            from tile in _tiles
            where _states[tile].IsTouched || arrivals.Contains(tile)
            select new CloseTile(tile, order.Sweep)
            {
                Arrivals = arrivals.Contains(tile) ? [.. arrivals[tile]] : null,
                CoarseSigma = order.CoarseSigma,
            };
    }

    private int IndexOf(int tile) => Array.BinarySearch(_tiles, tile);

    private bool Answers(TileReport report) => !IsComplete && _states.ContainsKey(report.Tile) && (_order, report) switch
    {
        (SurveyRegion order, TileSurveyed surveyed) => order.MeshSize > 0 == surveyed.Survey.Mesh is not null,
        (CountRegion order, TileCounted counted) => counted.Sweep == order.Sweep && counted.Trial == order.Trial,
        (StepRegion order, TileStepped stepped) => stepped.Sweep == order.Sweep && _schedule!.Awaits(report.Tile),
        (CloseRegion order, TileClosed closed) => closed.Sweep == order.Sweep,
        _ => false,
    };

    private IReadOnlyList<JobMessage> TakeEnded(IEnumerable<EndedTile> tiles)
    {
        var messages = new List<JobMessage>();
        foreach (EndedTile tile in tiles)
        {
            _changes[tile.Tile] = tile.Change;
            messages.AddRange(_schedule!.End(tile.Tile).Select(released => _tileOrders[released]));
        }

        return [.. messages, .. CompleteIfOver()];
    }

    // Tiles of the region that the sweep is through with: they have stepped, or they sleep.
    private IReadOnlyList<JobMessage> EndTiles(IReadOnlyList<int> tiles)
    {
        var messages = new List<JobMessage>();
        foreach (int tile in tiles)
        {
            _changes[tile] = (_reports.GetValueOrDefault(tile) as TileStepped)?.Statistics.ObjectiveChange;
            messages.AddRange(_schedule!.End(tile).Select(released => _tileOrders[released]));
        }

        return [.. messages, .. TellNeighbours(tiles), .. CompleteIfOver()];
    }

    private IEnumerable<JobMessage> TellNeighbours(IEnumerable<int> tiles) => tiles
        .SelectMany(tile => _regions.RegionsAround(tile).Select(region => (Region: region, Tile: tile)))
        .GroupBy(pair => pair.Region)
        .Select(group => new TilesEnded(
            group.Key, _sweep, [.. group.Select(pair => new EndedTile(pair.Tile, _changes[pair.Tile]))]));

    private IReadOnlyList<JobMessage> CompleteIfOver() => _schedule!.IsOver && !IsComplete ? Complete() : Nothing;

    private IReadOnlyList<JobMessage> Complete()
    {
        _report = _order switch
        {
            SurveyRegion => Surveyed(),
            CountRegion => Counted(),
            StepRegion => Stepped(),
            _ => Closed(),
        };
        return [_report];
    }

    private RegionSurveyed Surveyed()
    {
        foreach (TileSurveyed report in ReportsOf<TileSurveyed>())
        {
            _states[report.Tile].Pixels = report.Survey.Basis.Count;
            _states[report.Tile].Components = report.Components;
        }

        TileSurvey survey = TileSurvey.OfRegion(
            [.. ReportsOf<TileSurveyed>().Select(report => report.Survey)], _regions.PixelsOf(_region));
        return new RegionSurveyed(_region, _epoch, survey, _states.Values.Sum(tile => (long)tile.Components));
    }

    private RegionCounted Counted()
    {
        double sse = 0, gradient = 0;
        ResidualSums sums = default;
        LossSums? loss = null;
        foreach (TileCounted report in ReportsOf<TileCounted>())
        {
            TileState tile = _states[report.Tile];
            tile.Count = report.Count with { BlockMeans = null };
            tile.Need = report.Count.Sse;
            sse += report.Count.Sse;
            sums += report.Count.Sums;
            gradient = Math.Max(gradient, report.Count.LargestGradient);
            loss = report.Count.Loss is { } ofTile ? (loss ?? default) + ofTile : loss;
        }

        return new RegionCounted(_region, _epoch, sse, sums, gradient)
        {
            Loss = loss,
            BlockMeans = _order is CountRegion { BlockSide: > 0 } ? BlockMeans() : null,
        };
    }

    private double[] BlockMeans()
    {
        var blocks = new CoarseGrid(_grid);
        PixelRectangle own = blocks.BlocksOf(_regions.PixelsOf(_region));
        var means = new double[own.Area];
        foreach (TileCounted report in ReportsOf<TileCounted>())
        {
            CoarseGrid.Copy(report.Count.BlockMeans, blocks.BlocksOf(_grid.CoreOf(report.Tile)), means, own);
        }

        return means;
    }

    private RegionStepped Stepped()
    {
        double change = 0, selection = 0;
        ResidualSums sums = default;
        long pixels = 0;
        int repeats = 0;
        foreach (TileStepped report in ReportsOf<TileStepped>())
        {
            TileState tile = _states[report.Tile];
            tile.Step = report.Statistics;
            tile.Minimizer = report.State;
            tile.Need = NeedAfter(report, tile);
            tile.LargestGradient = report.Statistics.LargestGradient;
            tile.Steps++;
            change += report.Statistics.ObjectiveChange;
            selection += report.Statistics.SelectionChange;
            sums += report.Statistics.ResidualChange;
            pixels += report.Statistics.Pixels;
            repeats += report.Repeats;
        }

        NoteActivity();
        return new RegionStepped(_region, _epoch, change, selection, sums, pixels, ActiveTiles, repeats);
    }

    // Where who asks for a number gets it, a tile that finds too little for its share asks for none in later rounds.
    private double NeedAfter(TileStepped report, TileState tile)
    {
        double sse = report.Statistics.CoreSse;
        if ((_tileOrders[report.Tile] as StepTile)?.Options.Selection is not
            { Exchanges: false, Refines: false, Criterion.IsFree: true } selection)
        {
            return sse;
        }

        int added = report.Statistics.Added;
        bool isThrough = selection.AddLimit == 0
            ? tile.Need == 0
            : added < selection.AddLimit && GrowthPlan.FindsLittle(added, tile.Components);
        return isThrough ? 0 : sse;
    }

    private RegionClosed Closed()
    {
        foreach (TileClosed report in ReportsOf<TileClosed>())
        {
            _states[report.Tile].Components = report.Components;
        }

        Component[] outgrown = [.. ReportsOf<TileClosed>().SelectMany(report => report.Outgrown ?? [])];
        return new RegionClosed(
            _region, _epoch,
            _tiles.Sum(tile => (long)_states[tile].Components),
            _tiles.Sum(tile => _states[tile].Need),
            _tiles.Max(tile => _states[tile].IsEmpty ? 0 : _states[tile].LargestGradient))
        {
            Outgrown = outgrown.Length > 0 ? outgrown : null,
        };
    }

    private IEnumerable<T> ReportsOf<T>()
        where T : TileReport =>
        _tiles.Where(_reports.ContainsKey).Select(tile => (T)_reports[tile]);

    // What E has decreased by in a tile's window: by its own step and by its neighbours'.
    private void NoteActivity()
    {
        foreach (int tile in _tiles)
        {
            TileState state = _states[tile];
            double near = Math.Abs(_changes[tile] ?? 0);
            state.IsTouched = _changes[tile] is not null;
            foreach (int other in _grid.NeighboursOf(tile))
            {
                near += Math.Abs(_changes[other] ?? 0);
                state.IsTouched |= _changes[other] is not null;
            }

            state.PendingDecrease = near + (_changes[tile] is null ? state.PendingDecrease : 0);
        }
    }
}
