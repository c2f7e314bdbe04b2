using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// A fit as a pure state machine: events in, commands out; no clock, no I/O, no threads. Whatever the order in which
/// the steps of a sweep end, the decisions at its close are taken over the tiles in their order, so that every host
/// comes to the same bits.
/// <code>
/// Survey → Count → (Grow sweeps) → Fit sweeps until settled → Recount → Finished
///                                      ↑____ not stationary ____|
/// </code>
/// </summary>
public sealed class FitJob
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    private static readonly IReadOnlyList<JobCommand> Nothing = [];

    private readonly TileState[] _tiles;
    private readonly List<SweepRecord> _sweeps = [];
    private readonly List<string> _messages = [];
    private readonly bool _automaticStart;
    private GrowthPlan? _growth;
    private ObjectiveLedger? _ledger;
    private SweepSchedule? _schedule;
    private TileStepOptions[] _stepOptions = [];
    private bool _settling;
    private int _awaited;

    /// <summary>A job.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="options">What to do.</param>
    /// <param name="initialComponents">Given components of each tile, in tile order, or null to find them.</param>
    public FitJob(TileGrid grid, FitOptions options, IReadOnlyList<int>? initialComponents)
    {
        Grid = grid;
        Options = options;
        _automaticStart = initialComponents is null;
        _tiles = new TileState[grid.Count];
        for (int tile = 0; tile < grid.Count; tile++)
        {
            _tiles[tile] = new TileState { Components = initialComponents?[tile] ?? 0 };
            Components += _tiles[tile].Components;
        }
    }

    /// <summary>The tiles.</summary>
    public TileGrid Grid { get; }

    /// <summary>What was asked for.</summary>
    public FitOptions Options { get; }

    /// <summary>What the job is doing.</summary>
    public JobPhase Phase { get; private set; } = JobPhase.Survey;

    /// <summary>The running sweep, from 1; 0 before the first.</summary>
    public int Sweep { get; private set; }

    /// <summary>Steps that the running sweep still waits for.</summary>
    public int RemainingSteps => _schedule?.Remaining ?? _awaited;

    /// <summary>Steps of the running sweep.</summary>
    public int ActiveTiles { get; private set; }

    /// <summary>The background, once it is known.</summary>
    public Background Background => _ledger?.Background ?? Background.None;

    /// <summary>E after the last finished sweep; from the recount at the end.</summary>
    public double Objective { get; private set; }

    /// <summary>Valid pixels, once they are counted.</summary>
    public long Pixels { get; private set; }

    /// <summary>Whether the settle rule was met.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Components at present.</summary>
    public long Components { get; private set; }

    /// <summary>The finished sweeps.</summary>
    public IReadOnlyList<SweepRecord> Sweeps => _sweeps;

    /// <summary>Lines worth telling: the background that was chosen, why growth stopped.</summary>
    public IReadOnlyList<string> Messages => _messages;

    /// <summary>What is known of a tile at the end: its figures, and the number of its steps.</summary>
    public (TileCount? Count, int Components, int Steps, bool Active) TileAt(int tile)
    {
        TileState state = _tiles[tile];
        return (state.Count, state.Components, state.Steps, IsAwake(state));
    }

    /// <summary>The first commands.</summary>
    public IReadOnlyList<JobCommand> Start()
    {
        _awaited = Grid.Count;
        return [.. Enumerable.Range(0, Grid.Count).Select(tile => new SurveyTile(tile))];
    }

    /// <summary>Takes an event and returns the commands that follow from it.</summary>
    /// <exception cref="InputException">The raster holds no data.</exception>
    /// <exception cref="InvalidOperationException">The final recount does not agree with the bookkeeping.</exception>
    public IReadOnlyList<JobCommand> Handle(JobEvent happened) => happened switch
    {
        TileSurveyed e when Phase == JobPhase.Survey && _tiles[e.Tile].Survey is null => OnSurveyed(e),
        TileCounted e when IsCounting && e.Sweep == Sweep && _tiles[e.Tile].Count is null => OnCounted(e),
        TileStepped e when e.Sweep == Sweep && _schedule is not null && _schedule.Awaits(e.Tile) => OnStepped(e),
        SweepClosed e when e.Sweep == Sweep && _schedule is { Remaining: 0 } => OnClosed(e),
        _ => Nothing,
    };

    private bool IsCounting => Phase is JobPhase.Count or JobPhase.Recount;

    private IReadOnlyList<JobCommand> OnSurveyed(TileSurveyed e)
    {
        _tiles[e.Tile].Survey = e.Survey;
        if (--_awaited > 0)
        {
            return Nothing;
        }

        BasisSums basis = default;
        foreach (TileState tile in _tiles)
        {
            basis += tile.Survey!.Basis;
        }

        Pixels = basis.Count;
        if (Pixels == 0)
        {
            throw new InputException(
                "the raster holds no valid pixel: every value is nodata, NaN or infinite; check --nodata and --band.");
        }

        var start = StartSelection.Choose(
            Options, Grid, [.. _tiles.Select(tile => tile.Survey!)], _automaticStart, Components);
        _messages.AddRange(start.Messages);
        _growth = start.Growth;
        _ledger = new ObjectiveLedger(0, default, basis, start.Background);
        return CountAll(JobPhase.Count);
    }

    private IReadOnlyList<JobCommand> CountAll(JobPhase phase)
    {
        Phase = phase;
        _schedule = null;
        _awaited = ActiveTiles = Grid.Count;
        foreach (TileState tile in _tiles)
        {
            tile.Count = null;
        }

        return [.. Enumerable.Range(0, Grid.Count).Select(tile => new CountTile(tile, Sweep, Background))];
    }

    private IReadOnlyList<JobCommand> OnCounted(TileCounted e)
    {
        _tiles[e.Tile].Count = e.Count;
        if (--_awaited > 0)
        {
            return Nothing;
        }

        double objective = 0;
        ResidualSums sums = default;
        foreach (TileState tile in _tiles)
        {
            objective += tile.Count!.Sse;
            sums += tile.Count.Sums;
        }

        return Phase == JobPhase.Count ? OnCountedStart(objective, sums) : OnRecounted(objective, sums);
    }

    private IReadOnlyList<JobCommand> OnCountedStart(double objective, ResidualSums sums)
    {
        if (!double.IsFinite(objective))
        {
            throw new InputException(
                "the sum of squares is not finite: the raster's values, or the amplitudes of --init, are too large; "
                + "check --nodata.");
        }

        _ledger = _ledger!.Restart(objective, sums);
        if (!_automaticStart)
        {
            // The look at the pixels knew nothing of the given components.
            _ledger.SolveBackground();
        }

        Objective = _ledger.Objective;
        return NextSweep();
    }

    private IReadOnlyList<JobCommand> OnRecounted(double objective, ResidualSums sums)
    {
        CheckBookkeeping(objective);
        _ledger = _ledger!.Restart(objective, sums);
        Objective = objective;
        double largest = _tiles.Max(tile => tile.Count!.LargestGradient);
        double limit = SettleRule.GradientTolerance(Options.Tolerance) * Math.Sqrt(objective);
        IsSettled = _settling && (IsRounding(objective) || largest <= limit);
        if (IsSettled || !_settling || Sweep >= Options.MaxSweeps)
        {
            Phase = JobPhase.Finished;
            return [new FinishJob()];
        }

        foreach (TileState tile in _tiles)
        {
            tile.PendingDecrease = double.PositiveInfinity;
        }

        return NextSweep();
    }

    // Residuals within the kernels' error, 4e-13 of the range of values, or the values' own rounding, have no optimum.
    private bool IsRounding(double objective)
    {
        double lowest = _tiles.Min(tile => tile.Survey!.Statistics.Minimum);
        double highest = _tiles.Max(tile => tile.Survey!.Statistics.Maximum);
        double error = 4e-13 * (highest - lowest) + 2.3e-16 * Math.Max(Math.Abs(lowest), Math.Abs(highest));
        return objective <= Pixels * error * error;
    }

    private void CheckBookkeeping(double counted)
    {
        // Where the level is large against the residual, z − b itself is rounded by ε·|b|, δ say: E by 2·√(E·n)·δ + n·δ².
        double accounted = _ledger!.Objective, delta = MachineEpsilon * Math.Abs(Background.Level);
        double rounding = 2 * Math.Sqrt(counted * Pixels) * delta + Pixels * delta * delta;
        if (Math.Abs(accounted - counted) > 1e-9 * counted + 1e-14 * _ledger.Largest + rounding)
        {
            throw new InvalidOperationException(
                $"the recount of the objective, {counted:R}, does not agree with its bookkeeping, {accounted:R}.");
        }
    }

    private IReadOnlyList<JobCommand> NextSweep()
    {
        _settling = false;
        if (Sweep >= Options.MaxSweeps)
        {
            return CountAll(JobPhase.Recount);
        }

        PlanSweep();
        bool[] active = [.. _tiles.Select(tile => Phase == JobPhase.Grow ? !tile.IsEmpty : IsAwake(tile))];
        foreach (TileState tile in _tiles)
        {
            tile.Step = null;
        }

        Sweep++;
        _schedule = new SweepSchedule(Grid, active);
        ActiveTiles = _schedule.Remaining;
        return ActiveTiles == 0 ? [new CloseSweep(Sweep)] : [.. _schedule.Ready().Select(Command)];
    }

    // Growth goes on round by round until its plan is through; then the sweeps only minimise.
    private void PlanSweep()
    {
        TileStepOptions minimize = StepPolicy.Minimize(Grid, Options.Tolerance);
        if (NextGrowth() is { } growth)
        {
            Phase = JobPhase.Grow;
            _stepOptions = [.. Enumerable.Range(0, Grid.Count).Select(tile => growth.OptionsOf(tile, minimize))];
        }
        else
        {
            Phase = JobPhase.Fit;
            _stepOptions = [.. Enumerable.Repeat(minimize, Grid.Count)];
        }
    }

    private GrowthSweep? NextGrowth()
    {
        GrowthSweep? sweep = _growth?.Next(
            Objective,
            Pixels,
            [.. _tiles.Select(tile => tile.Components)],
            [.. _tiles.Select(tile => tile.Step?.CoreSse ?? tile.Count?.Sse ?? 0)],
            Options.MaxSweeps - Sweep);
        if (_growth is not null && sweep is null)
        {
            _messages.Add(_growth.StopReason);
            _growth = null;
        }

        return sweep;
    }

    private StepTile Command(int tile) =>
        new(tile, Sweep, Background, _tiles[tile].Minimizer, _stepOptions[tile]);

    private IReadOnlyList<JobCommand> OnStepped(TileStepped e)
    {
        TileState tile = _tiles[e.Tile];
        tile.Step = e.Statistics;
        tile.Minimizer = e.State;
        tile.Steps++;
        IReadOnlyList<int> released = _schedule!.End(e.Tile);
        return _schedule.Remaining == 0
            ? [new CloseSweep(Sweep)]
            : [.. released.Select(Command)];
    }

    private IReadOnlyList<JobCommand> OnClosed(SweepClosed e)
    {
        double before = Objective, selection = 0;
        long pixels = 0;
        Components = e.Components.Sum(count => (long)count);
        for (int tile = 0; tile < Grid.Count; tile++)
        {
            _tiles[tile].Components = e.Components[tile];
            if (_tiles[tile].Step is { } step)
            {
                _ledger!.Add(step);
                selection += step.SelectionChange;
                pixels += step.Pixels;
                _tiles[tile].LargestGradient = step.LargestGradient;
            }
        }

        double stepped = _ledger!.Objective;
        _ledger.SolveBackground();
        Objective = _ledger.Objective;
        NoteActivity(stepped - Objective);
        double decrease = before > 0 ? (before - Objective) / before : 0;
        double gradient = LargestGradient();
        _sweeps.Add(new SweepRecord(
            Sweep, Phase, Objective, decrease, selection, gradient, ActiveTiles, Components, pixels));
        if (Phase == JobPhase.Fit && SettleRule.IsMet(decrease, gradient, Options.Tolerance))
        {
            _settling = true;
            return CountAll(JobPhase.Recount);
        }

        return NextSweep();
    }

    private double LargestGradient()
    {
        double largest = 0;
        foreach (TileState tile in _tiles)
        {
            largest = Math.Max(largest, tile.IsEmpty ? 0 : tile.LargestGradient);
        }

        return Objective > 0 ? largest / Math.Sqrt(Objective) : 0;
    }

    // A tile sleeps while what has changed in its window since its own last step, that step included, is below its
    // share of half the tolerance, and its gradient is below the limit.
    private bool IsAwake(TileState tile) =>
        !tile.IsEmpty
        && (tile.PendingDecrease > 0.5 * Options.Tolerance * Objective / Grid.Count
            || tile.LargestGradient > SettleRule.GradientTolerance(Options.Tolerance) * Math.Sqrt(Objective));

    // A new background changes every window: a tile's share of what that took off E counts as change.
    private void NoteActivity(double background)
    {
        for (int tile = 0; tile < Grid.Count; tile++)
        {
            TileStepStatistics? own = _tiles[tile].Step;
            double near = background / Grid.Count + Math.Abs(own?.ObjectiveChange ?? 0);
            foreach (int other in Grid.NeighboursOf(tile))
            {
                near += _tiles[other].Step is { } step ? Math.Abs(step.ObjectiveChange) : 0;
            }

            _tiles[tile].PendingDecrease = own is null ? _tiles[tile].PendingDecrease + near : near;
        }
    }
}
