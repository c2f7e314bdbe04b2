using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;
using TiledFit.Tiling.Levels;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// A fit as a pure state machine: no clock, no I/O, no threads. It gives one order to all regions, waits for their
/// answers, and decides over them in the regions' order, so that every host comes to the same bits.
/// <code>
/// Survey → Count → (Grow sweeps) → Fit sweeps until settled → Recount → Finished
///                                      ↑____ not stationary ____|
/// </code>
/// A sweep is two orders: <see cref="StepRegion"/>, then <see cref="CloseRegion"/>. With another loss than the squares
/// there follow counts with other backgrounds, <see cref="BackgroundTrial"/>, until one has lowered E.
/// </summary>
/// <remarks>
/// A host stores <see cref="State"/> before it passes a new order on, and gives it to the constructor when it has lost
/// the job.
/// </remarks>
public sealed class FitJob
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    // Of values whose squares, and the products of these with the numbers of pixels, are normal numbers.
    private const double LargestRange = 1e145, SmallestRange = 1e-145;

    // Of the residual: rounding that a sum of squares shows.
    private const double LargestRounding = 1e-3;

    // Of E. At the start the background is sought until it is found: components would go after what it leaves.
    private const double WorthAnotherTrial = 1e-3;

    private readonly RegionGrid _regions;
    private readonly FitOptions _options;
    private readonly CoarseLevel? _coarse;
    private RegionReport?[] _reports;
    private int _awaited;

    /// <summary>A job at its start, or as it was stored.</summary>
    /// <param name="regions">The tiles in their regions.</param>
    /// <param name="options">What to do.</param>
    /// <param name="state">Where it stands.</param>
    public FitJob(RegionGrid regions, FitOptions options, FitJobState state)
    {
        _regions = regions;
        _options = options;
        _coarse = CoarseLevel.For(regions, options);
        _reports = [];
        State = state;
        if (state.Order is null && state.Phase == JobPhase.Survey)
        {
            Give(state, new SurveyRegion(1, StartSelection.NeedsStatistics(options, state.FindsStart))
            {
                MeshSize = options.Background.MeshSize,
            });
        }
        else
        {
            AwaitAll();
        }
    }

    /// <summary>Where the job stands.</summary>
    public FitJobState State { get; private set; }

    /// <summary>
    /// The background's mesh where it has just been made; null otherwise. A host keeps it before it stores the state,
    /// which has only its form, and gives it to the tiles with their orders.
    /// </summary>
    public BackgroundMesh? NewMesh { get; private set; }

    /// <summary>Which tiles are at rest, by the objective as it is.</summary>
    public ActivityRule Activity => new(
        false, 0, 0.5 * _options.Tolerance * State.Objective / _regions.Tiles.Count,
        SettleRule.GradientTolerance(_options.Tolerance) * Math.Sqrt(State.Objective));

    /// <summary>Whether the job still waits for a region's answer to the present order.</summary>
    public bool Awaits(int region) => State.Phase != JobPhase.Finished && _reports[region] is null;

    /// <summary>The present order, as a region gets it.</summary>
    /// <exception cref="InvalidOperationException">The job has finished.</exception>
    public RegionOrder OrderOf(int region) => State.Order switch
    {
        null => throw new InvalidOperationException("the job has finished."),
        StepRegion step => step with
        {
            Growth = step.Growth is { } growth && State.Additions.Count > 0
                ? growth with { Additions = State.Additions[region] }
                : step.Growth,
            Coarse = Near(region, step.Coarse),
        },
        CountRegion count => count with { Coarse = Near(region, count.Coarse) },
        var order => order,
    };

    private IReadOnlyList<Component>? Near(int region, IReadOnlyList<Component>? coarse) => coarse is null
        ? null
        : CoarseGrid.Reaching(coarse, _regions.PixelsOf(region).Inflate(_regions.Tiles.TileSize));

    /// <summary>
    /// Takes a region's answer. Returns true when it was the last one: the job has finished, or there is a new order.
    /// </summary>
    /// <exception cref="InputException">The raster holds no data.</exception>
    /// <exception cref="InvalidOperationException">The final recount does not agree with the bookkeeping.</exception>
    public bool Handle(RegionReport report)
    {
        if (report.Epoch != State.Epoch || !Awaits(report.Region))
        {
            return false;
        }

        _reports[report.Region] = report;
        NewMesh = null;
        if (--_awaited > 0)
        {
            return false;
        }

        if (State.Trial is not null)
        {
            OnTried([.. _reports.Cast<RegionCounted>()]);
            return true;
        }

        if (State.IsCoarseTurn)
        {
            OnCoarseCounted([.. _reports.Cast<RegionCounted>()]);
            return true;
        }

        switch (State.Phase)
        {
            case JobPhase.Survey:
                OnSurveyed([.. _reports.Cast<RegionSurveyed>()]);
                break;
            case JobPhase.Count or JobPhase.Recount:
                OnCounted([.. _reports.Cast<RegionCounted>()]);
                break;
            default:
                OnSwept();
                break;
        }

        return true;
    }

    private void AwaitAll()
    {
        _reports = new RegionReport?[_regions.Count];
        _awaited = _regions.Count;
    }

    private void Give(FitJobState state, RegionOrder order)
    {
        State = state with { Order = order, Epoch = order.Epoch };
        AwaitAll();
    }

    private void OnSurveyed(IReadOnlyList<RegionSurveyed> reports)
    {
        TileSurvey survey = TileSurvey.Combine([.. reports.Select(report => report.Survey)]);
        if (survey.Basis.Count == 0)
        {
            throw new InputException(
                "the raster holds no valid pixel: every value is nodata, NaN or infinite, or masked; check "
                + "--nodata, --band, --mask, --weights and --saturation.");
        }

        long components = reports.Sum(report => report.Components) + State.CoarseComponents.Count;
        if (survey.Mesh is null && StartSelection.NeedsMesh(
            _options, survey, MeshGridOf(MeshGrid.DefaultSize), State.FindsStart))
        {
            Give(State, new SurveyRegion(State.Epoch + 1) { MeshSize = MeshGrid.DefaultSize });
            return;
        }

        SurveyedMesh? mesh = survey.Mesh is { } parts
            ? SurveyedMesh.Of(MeshGridOf(((SurveyRegion)State.Order!).MeshSize), parts)
            : null;
        var start = StartSelection.Choose(_options, _regions.Tiles, survey, State.FindsStart, components, mesh);
        NewMesh = start.Background.Kind == BackgroundKind.Mesh ? mesh!.Mesh : null;
        CountAll(State with
        {
            Phase = JobPhase.Count,
            Pixels = survey.Basis.Count,
            Components = components,
            Minimum = survey.Statistics.Minimum,
            Maximum = survey.Statistics.Maximum,
            GrowthLimits = start.Growth,
            Ledger = new ObjectiveLedger(0, 0, default, survey.Basis, start.Background),
            Loss = start.Loss,
            LossNoise = start.LossNoise,
            Messages = [.. State.Messages, .. start.Messages, .. CoarseMessages()],
            Coarse = _coarse is null ? null : (State.Coarse ?? new CoarseState()) with
            {
                Grows = start.Growth is not null,
            },
        });
    }

    private MeshGrid MeshGridOf(int size) => new(_regions.Tiles.Width, _regions.Tiles.Height, size);

    private IEnumerable<string> CoarseMessages() =>
        _options.Levels < 2 ? []
        : _coarse is null ? ["coarse level: none, as one tile holds the raster"]
        : [$"coarse level: {_coarse.Grid.Width} x {_coarse.Grid.Height} blocks of {_coarse.Grid.Side} px"];

    // The start is counted by squares, whose background has a closed form, wherever it begins.
    private void CountAll(FitJobState state) => Give(
        state,
        new CountRegion(state.Epoch + 1, state.Sweep, state.Background)
        {
            Loss = state.Phase == JobPhase.Count ? Loss.Squares : state.Loss,
            Coarse = state.Coarse?.Components,
        });

    // Other counts of the same sweep, which reports that come late or twice must not be taken for.
    private void CountTrial(FitJobState state, Background background) => Give(
        state with { Trials = state.Trials + 1 },
        new CountRegion(state.Epoch + 1, state.Sweep, background) { Loss = state.Loss, Trial = state.Trials + 1 });

    private void OnCounted(IReadOnlyList<RegionCounted> reports)
    {
        (double objective, ResidualSums sums) = SumOf(reports);
        State = State with { LossSums = LossSumsOf(reports) };
        if (State.Phase == JobPhase.Count && State.Trials > 0)
        {
            SeekBackground(State with { Ledger = State.Ledger!.Restart(objective, sums), Objective = objective });
        }
        else if (State.Phase == JobPhase.Count)
        {
            OnCountedStart(objective, sums, [.. reports.Select(report => report.Sse)]);
        }
        else
        {
            OnRecounted(objective, sums, reports.Max(report => report.LargestGradient));
        }
    }

    private static (double Objective, ResidualSums Sums) SumOf(IReadOnlyList<RegionCounted> reports)
    {
        double objective = 0;
        ResidualSums sums = default;
        foreach (RegionCounted report in reports)
        {
            objective += report.Sse;
            sums += report.Sums;
        }

        return (objective, sums);
    }

    private void CheckRange(double objective)
    {
        double range = State.Maximum - State.Minimum;
        if (!double.IsFinite(objective) || range > LargestRange)
        {
            throw new InputException(
                "the sum of squares overflows, or nearly so: the raster's values, or the amplitudes of --init, are too "
                + "large; check --nodata.");
        }

        if (range is > 0 and < SmallestRange)
        {
            throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"the raster's values differ by {range:G3} at most, whose ")
                + "squares are too small to add up; fit a multiple of them.");
        }
    }

    private static LossSums? LossSumsOf(IReadOnlyList<RegionCounted> reports) => reports.Aggregate(
        default(LossSums?), (sum, report) => report.Loss is { } part ? (sum ?? default) + part : sum);

    private void OnCountedStart(double objective, ResidualSums sums, double[] need)
    {
        CheckRange(objective);
        ObjectiveLedger ledger = State.Ledger!.Restart(objective, sums);
        // The look at the pixels knew nothing of given components.
        ledger = State.FindsStart ? ledger : ledger.SolveBackground();
        if (State.Loss != Loss.Squares)
        {
            ledger = ledger.ForLoss(State.Loss);
            CountTrial(State with { Ledger = ledger }, ledger.Background);
            return;
        }

        FitJobState counted = State with { Ledger = ledger, Objective = ledger.Objective };
        if (counted.Coarse is { } coarse && (coarse.Grows || coarse.Components.Count > 0))
        {
            ledger = CoarseLevel.SolvesBackground(counted) ? ledger.SolveBackground() : ledger;
            BeginTurn(counted with { Ledger = ledger }, 0);
        }
        else
        {
            NextSweep(counted, need, wakesAll: true, 0);
        }
    }

    private void OnRecounted(double objective, ResidualSums sums, double gradient)
    {
        CheckBookkeeping(objective);
        double limit = SettleRule.GradientTolerance(_options.Tolerance) * Math.Sqrt(objective);
        bool settled = State.Settling && (IsRounding(objective) || gradient <= limit);
        FitJobState state = State with
        {
            Ledger = State.Ledger!.Restart(objective, sums),
            Objective = objective,
            IsSettled = settled,
        };
        if (settled || !State.Settling || State.Sweep >= _options.MaxSweeps)
        {
            State = state with { Phase = JobPhase.Finished, Order = null };
        }
        else
        {
            NextSweep(state, [], wakesAll: true, 0);
        }
    }

    private double LargestValue => Math.Max(Math.Abs(State.Minimum), Math.Abs(State.Maximum));

    // Residuals within the kernels' error, 4e-13 of the range of values, or the values' own rounding, have no optimum.
    private bool IsRounding(double objective)
    {
        double error = 4e-13 * (State.Maximum - State.Minimum) + 2.3e-16 * LargestValue;
        return objective <= State.Ledger!.Basis.Weight * error * error;
    }

    private void CheckBookkeeping(double counted)
    {
        // Where the level is large against the residual, z − b itself is rounded by ε·|b|, δ say: E by 2·√(E·W)·δ +
        // W·δ², W = Σ w.
        double accounted = State.Ledger!.Objective, delta = MachineEpsilon * Math.Abs(State.Background.Level);
        double weight = State.Ledger.Basis.Weight;
        double rounding = 2 * Math.Sqrt(counted * weight) * delta + weight * delta * delta;
        if (Math.Abs(accounted - counted) > 1e-9 * counted + 1e-14 * State.Ledger.Largest + rounding)
        {
            CheckRounding(Math.Sqrt(counted / weight));
            throw new InvalidOperationException(
                $"the recount of the objective, {counted:R}, does not agree with its bookkeeping, {accounted:R}.");
        }
    }

    // Every change of the residual is rounded like the level that it is taken off.
    private void CheckRounding(double rms)
    {
        double step = MachineEpsilon * LargestValue;
        if (step > LargestRounding * rms)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"the raster's values lie around {State.Maximum:G3}, where double precision tells them apart by {step:G2}: "
                + $"too little for residuals of {rms:G2}; take a constant off them first."));
        }
    }

    // Growth goes on round by round until its plan is through; then the sweeps only minimise.
    private void NextSweep(FitJobState state, double[] need, bool wakesAll, double backgroundDecrease)
    {
        state = state with { Settling = false, Additions = [], Trials = 0 };
        if (state.Sweep >= _options.MaxSweeps)
        {
            CountAll(state with { Phase = JobPhase.Recount });
            return;
        }

        // A step that selected, or undid what it tried, has not come to rest.
        bool hasGrown = state.GrowthLimits is not null;
        GrowthRound? growth = null;
        if (state.GrowthLimits is { } limits)
        {
            var plan = new GrowthPlan(limits, state.GrowthProgress);
            growth = plan.Next(state.Objective, state.Pixels, state.Components, need.Any(value => value > 0));
            state = growth is null
                ? state with { GrowthLimits = null, Messages = [.. state.Messages, plan.StopReason] }
                : state with { GrowthProgress = plan.Progress, Additions = Share(growth, need) };
        }

        if (growth is null && _options.StopsAtStart)
        {
            CountAll(state with { Phase = JobPhase.Recount });
            return;
        }

        State = state with
        {
            Phase = growth is null ? JobPhase.Fit : JobPhase.Grow,
            Sweep = state.Sweep + 1,
        };
        ActivityRule activity = Activity with { WakesAll = wakesAll || hasGrown, BackgroundDecrease = backgroundDecrease };
        Give(State, new StepRegion(State.Epoch + 1, State.Sweep, State.Background, activity, growth)
        {
            Loss = State.Loss,
            Coarse = State.Coarse?.Components,
        });
    }

    private static int[] Share(GrowthRound growth, double[] need) =>
        growth.Additions > 0 ? BudgetAllocator.Share(growth.Additions, need) : [];

    private void OnSwept()
    {
        if (State.Order is StepRegion)
        {
            OnStepped([.. _reports.Cast<RegionStepped>()]);
        }
        else
        {
            OnClosed([.. _reports.Cast<RegionClosed>()]);
        }
    }

    private void OnStepped(IReadOnlyList<RegionStepped> reports)
    {
        ObjectiveLedger ledger = State.Ledger!;
        foreach (RegionStepped report in reports)
        {
            ledger = ledger.Add(report.ObjectiveChange, report.ResidualChange);
        }

        var figures = new SweepFigures(
            State.Objective,
            reports.Sum(report => report.SelectionChange),
            reports.Sum(report => report.Pixels),
            reports.Sum(report => report.ActiveTiles));
        (CoarseState? Kept, IReadOnlyList<Component> Narrowed) coarse =
            _coarse is null ? (null, []) : _coarse.GiveUp(State.Coarse!);
        Give(
            State with
            {
                Ledger = ledger,
                Figures = figures,
                RepeatedSteps = State.RepeatedSteps + reports.Sum(report => report.Repeats),
                Coarse = coarse.Kept,
            },
            new CloseRegion(State.Epoch + 1, State.Sweep)
            {
                Arrivals = coarse.Narrowed.Count > 0 ? coarse.Narrowed : null,
                CoarseSigma = _coarse?.LeastSigma,
            });
    }

    private void OnClosed(IReadOnlyList<RegionClosed> reports)
    {
        if (_coarse is not null)
        {
            IEnumerable<Component> outgrown = reports.SelectMany(report => report.Outgrown ?? []);
            State = State with { Coarse = CoarseLevel.Take(State.Coarse!, outgrown) };
        }

        var closed = new ClosedSweep(
            reports.Sum(report => report.Components), reports.Max(report => report.LargestGradient),
            [.. reports.Select(report => report.Need)]);
        if (State.Loss == Loss.Squares)
        {
            double stepped = State.Ledger!.Objective;
            ObjectiveLedger ledger = State.Ledger.SolveBackground();
            OnSolved(State with { Ledger = ledger }, closed, Math.Max(0, stepped - ledger.Objective));
        }
        else
        {
            SeekBackground(State with { Closed = closed });
        }
    }

    // The coarse level takes its turn when all that is finer has had its own.
    private void OnSolved(FitJobState state, ClosedSweep closed, double backgroundDecrease)
    {
        if (_coarse is not null && _coarse.IsDue(state))
        {
            BeginTurn(state with { Closed = closed }, backgroundDecrease);
        }
        else
        {
            EndSweep(state, closed, backgroundDecrease);
        }
    }

    private void BeginTurn(FitJobState state, double sweepChange) => GoOnWithTurn(state with
    {
        Coarse = state.Coarse! with { Stage = CoarseStage.Averaging, SweepChange = sweepChange },
    });

    private void GoOnWithTurn(FitJobState state) => Give(
        state with { Trials = state.Trials + 1 }, _coarse!.OrderOf(state, state.Trials + 1));

    private void OnCoarseCounted(IReadOnlyList<RegionCounted> reports)
    {
        (double objective, ResidualSums sums) = SumOf(reports);
        if (State.Coarse!.Stage == CoarseStage.Averaging)
        {
            CheckBookkeeping(objective);
        }

        FitJobState state = _coarse!.OnCounted(State, State.Ledger!.Restart(objective, sums), reports);
        if (state.IsCoarseTurn)
        {
            GoOnWithTurn(state);
        }
        else
        {
            EndTurn(state, state.Coarse!, [.. reports.Select(report => report.Sse)]);
        }
    }

    // Before the first sweep turn follows turn until the level has found what it can.
    private void EndTurn(FitJobState state, CoarseState coarse, double[] need)
    {
        if (state.Closed is { } closed)
        {
            EndSweep(state with { Closed = null }, closed, coarse.SweepChange);
        }
        else if (coarse.Grows)
        {
            BeginTurn(state, 0);
        }
        else
        {
            NextSweep(state with { Objective = state.Ledger!.Objective }, need, wakesAll: true, 0);
        }
    }

    private void SeekBackground(FitJobState state)
    {
        bool isOfCounts = state.Loss.Kind == LossKind.Poisson;
        if (state.Ledger!.Propose(_options.Tolerance, isOfCounts) is { } trial)
        {
            Try(state, trial);
        }
        else
        {
            GoOn(state, 0);
        }
    }

    private void Try(FitJobState state, BackgroundTrial trial) =>
        CountTrial(state with { Trial = trial }, state.Ledger!.With(trial));

    // A change that does not lower E is halved; one of the halves does, since it goes downhill.
    private void OnTried(IReadOnlyList<RegionCounted> reports)
    {
        (double objective, ResidualSums sums) = SumOf(reports);
        BackgroundTrial trial = State.Trial!;
        double before = State.Ledger!.Objective;
        FitJobState state = State with { Trial = null };
        if (objective < before)
        {
            bool isOfCounts = state.Loss.Kind == LossKind.Poisson;
            GoOn(state with { Ledger = State.Ledger.Accept(trial, objective, sums, isOfCounts) }, before - objective);
        }
        else if (trial.Halvings < BackgroundTrial.MostHalvings)
        {
            Try(state, trial.Half());
        }
        else
        {
            GoOn(state, 0);
        }
    }

    private void GoOn(FitJobState state, double backgroundDecrease)
    {
        if (state.Closed is { } closed)
        {
            EndSweep(state with { Closed = null }, closed, backgroundDecrease);
        }
        else if (backgroundDecrease > WorthAnotherTrial * state.Ledger!.Objective)
        {
            SeekBackground(state);
        }
        else
        {
            NextSweep(state with { Objective = state.Ledger.Objective }, [], wakesAll: true, 0);
        }
    }

    private void EndSweep(FitJobState ended, ClosedSweep closed, double backgroundDecrease)
    {
        SweepFigures figures = ended.Figures;
        double before = figures.ObjectiveBefore, objective = ended.Ledger!.Objective;
        double decrease = before > 0 ? (before - objective) / before : 0;
        double gradient = objective > 0 ? closed.LargestGradient / Math.Sqrt(objective) : 0;
        long components = closed.Components + ended.CoarseComponents.Count;
        var record = new SweepRecord(
            ended.Sweep, ended.Phase, objective, decrease, figures.SelectionChange, gradient, figures.ActiveTiles,
            components, figures.Pixels);
        FitJobState state = ended with
        {
            Objective = objective,
            Components = components,
            Sweeps = [.. ended.Sweeps, record],
        };
        if (state.Phase == JobPhase.Fit && SettleRule.IsMet(decrease, gradient, _options.Tolerance))
        {
            CountAll(state with { Phase = JobPhase.Recount, Settling = true });
            return;
        }

        NextSweep(state, [.. closed.Need], wakesAll: false, backgroundDecrease / _regions.Tiles.Count);
    }
}
