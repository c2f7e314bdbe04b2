using TiledFit.Core.Levels;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Levels;

/// <summary>
/// The components that are too broad for a tile, as one more block of the descent: a turn takes the means of the
/// residual over blocks of pixels, minimises there, and proposes what E is then counted with. A proposal that does not
/// lower E is halved, and after some halvings refused.
/// </summary>
/// <param name="grid">The blocks.</param>
/// <param name="regions">The tiles in their regions; the number of tiles names the level as an owner.</param>
/// <param name="options">What the job is to do.</param>
internal sealed class CoarseLevel(CoarseGrid grid, RegionGrid regions, FitOptions options)
{
    private const int Iterations = 10, MostHalvings = 4;

    // What selection lets E rise by is foreseen to (F/σ)²/12.
    private const double Slack = 1.2;

    private readonly CoarseGrowth _growth = new(grid, options);

    /// <summary>The blocks.</summary>
    public CoarseGrid Grid => grid;

    /// <summary>Least σ of the level, px.</summary>
    public double LeastSigma => grid.Side * CoarseStep.LeastSigma;

    /// <summary>The level of a job, or null where it has none.</summary>
    public static CoarseLevel? For(RegionGrid regions, FitOptions options) =>
        CoarseGrid.For(regions.Tiles, options) is { } grid ? new CoarseLevel(grid, regions, options) : null;

    /// <summary>The level without the components that have become narrow enough for tiles, and those.</summary>
    public (CoarseState State, IReadOnlyList<Component> Narrowed) GiveUp(CoarseState state)
    {
        ILookup<bool, Component> narrow = state.Components.ToLookup(
            component => regions.Tiles.HasRoomFor(component.Shape));
        return (state with { Components = [.. narrow[false]] }, [.. narrow[true]]);
    }

    /// <summary>The level with components that have outgrown their tiles; its next turn is due.</summary>
    public static CoarseState Take(CoarseState state, IEnumerable<Component> outgrown)
    {
        Component[] arrivals = [.. outgrown];
        return arrivals.Length == 0 ? state : state with
        {
            Components = [.. state.Components.Concat(arrivals).OrderBy(component => component.Id)],
            Decrease = double.PositiveInfinity,
        };
    }

    /// <summary>Whether a turn is worth its two counts after a sweep.</summary>
    /// <param name="state">The job, whose sweep has ended.</param>
    public bool IsDue(FitJobState state)
    {
        double before = state.Figures.ObjectiveBefore;
        double decrease = before > 0 ? (before - state.Ledger!.Objective) / before : 0;
        return state.Coarse is { Components.Count: > 0 } coarse
            && (RefinementOf(state) is not null || coarse.Decrease >= options.Tolerance || decrease < options.Tolerance);
    }

    /// <summary>
    /// Whether the background is solved along with what is proposed: that of relief which is to be grown is an envelope,
    /// and stays so until components stand on it.
    /// </summary>
    public static bool SolvesBackground(FitJobState state) => state.Background.IsSolved
        && (state.Closed is not null || state.GrowthLimits?.Selection.Criterion.Noise.Sigma is null or > 0);

    /// <summary>The count that a turn waits for.</summary>
    /// <param name="state">The job, whose level is not at rest.</param>
    /// <param name="trial">Which of the counts since the sweep it is.</param>
    public CountRegion OrderOf(FitJobState state, int trial)
    {
        CoarseState coarse = state.Coarse!;
        bool averages = coarse.Stage == CoarseStage.Averaging;
        return new CountRegion(state.Epoch + 1, state.Sweep, state.Background)
        {
            Loss = state.Loss,
            Trial = trial,
            Coarse = averages ? coarse.Components : coarse.Proposal,
            BlockSide = averages ? grid.Side : 0,
        };
    }

    /// <summary>The job when the count that its level waited for has come in.</summary>
    /// <param name="state">The job.</param>
    /// <param name="counted">Its ledger with what was counted.</param>
    /// <param name="reports">The count, region by region.</param>
    /// <returns>The level at rest, or waiting for another count.</returns>
    public FitJobState OnCounted(
        FitJobState state, ObjectiveLedger counted, IReadOnlyList<RegionCounted> reports)
    {
        CoarseState coarse = state.Coarse!;
        if (coarse.Stage == CoarseStage.Averaging)
        {
            return state with { Ledger = counted, Coarse = Propose(state, MeansOf(reports), counted.Objective) };
        }

        double before = state.Ledger!.Objective;
        counted = SolvesBackground(state) ? counted.SolveBackground() : counted;
        double decrease = before - counted.Objective;
        if (decrease > coarse.LeastDecrease)
        {
            return state with
            {
                Ledger = counted,
                Components = state.Components + coarse.Proposal.Count - coarse.Components.Count,
                Coarse = Rest(coarse with { Components = coarse.Proposal }, decrease / before) with
                {
                    SweepChange = coarse.SweepChange + Math.Abs(decrease),
                },
            };
        }

        return state with { Coarse = coarse.Halvings < MostHalvings ? Halve(coarse) : Refuse(coarse) };
    }

    private CoarseState Propose(FitJobState job, double[] means, double objective)
    {
        CoarseState state = job.Coarse! with { Turns = job.Coarse!.Turns + 1 };
        if (means.All(double.IsNaN))
        {
            return Refuse(state);
        }

        TileStepOptions step = StepPolicy.Minimize(grid.Whole, options);
        step = step with
        {
            ProjectsAmplitudes = false,
            Minimizer = step.Minimizer with { MaxIterations = Iterations },
        };
        if (state.Grows)
        {
            (state, GrowthRound? round, means) = _growth.Next(state, means, objective);
            round = round is null ? null : round with { Iterations = Iterations };
            step = round?.OptionsOf(state.Components.Count, (int)round.Additions, step) ?? step;
        }
        else if (RefinementOf(job) is { } refinement)
        {
            step = step with { Selection = _growth.Refinement(refinement) };
        }

        return state.Components.Count == 0 && step.Selection is null ? Refuse(state) : Propose(state, means, step);
    }

    private CoarseState Propose(CoarseState state, double[] means, TileStepOptions step)
    {
        CoarseProposal proposal = CoarseStep.Run(
            means, grid.Width, grid.Side, state.Components, regions.Tiles.Count, state.Turns, state.Minimizer, step);
        bool selects = proposal.Components.Count != state.Components.Count;
        return !selects && proposal.Expected <= 0 ? Rest(state with { Grows = false }, 0) : state with
        {
            Stage = CoarseStage.Trying,
            Proposal = proposal.Components,
            Minimizer = proposal.State,
            LeastDecrease = selects ? Math.Min(0, Slack * proposal.Expected) : 0,
            Halvings = 0,
        };
    }

    // Of the sweep that has just ended.
    private static SelectionOptions? RefinementOf(FitJobState state) =>
        state.GrowthProgress.Stage == GrowthStage.Refined ? state.GrowthLimits?.Selection : null;

    private double[] MeansOf(IReadOnlyList<RegionCounted> reports)
    {
        var all = new PixelRectangle(0, 0, grid.Width, grid.Height);
        var means = new double[all.Area];
        foreach (RegionCounted report in reports)
        {
            CoarseGrid.Copy(report.BlockMeans, grid.BlocksOf(regions.PixelsOf(report.Region)), means, all);
        }

        return means;
    }

    private static CoarseState Rest(CoarseState state, double decrease) =>
        state with { Stage = CoarseStage.Resting, Proposal = [], Decrease = decrease };

    private static CoarseState Refuse(CoarseState state) =>
        Rest(state with { Grows = false, Minimizer = MinimizerState.Initial }, 0);

    private static CoarseState Halve(CoarseState state) => state with
    {
        Proposal = MeanOf(state.Components, state.Proposal),
        LeastDecrease = 0,
        Halvings = state.Halvings + 1,
    };

    // One that comes or goes has half its amplitude. Means keep the diagonal of L positive.
    private static Component[] MeanOf(IReadOnlyList<Component> from, IReadOnlyList<Component> to)
    {
        Dictionary<long, Component> before = from.ToDictionary(component => component.Id);
        Dictionary<long, Component> after = to.ToDictionary(component => component.Id);
        return
        [
            .. from.Concat(to).DistinctBy(component => component.Id).OrderBy(component => component.Id)
                .Select(component => component with
                {
                    Shape = MeanOf(
                        before.GetValueOrDefault(component.Id, Nothing(component)).Shape,
                        after.GetValueOrDefault(component.Id, Nothing(component)).Shape),
                }),
        ];

        static Component Nothing(in Component component) =>
            component with { Shape = component.Shape with { Amplitude = 0 } };
    }

    private static Gaussian MeanOf(in Gaussian a, in Gaussian b) => new(
        0.5 * (a.Amplitude + b.Amplitude), 0.5 * (a.X + b.X), 0.5 * (a.Y + b.Y), 0.5 * (a.L11 + b.L11),
        0.5 * (a.L21 + b.L21), 0.5 * (a.L22 + b.L22));
}
