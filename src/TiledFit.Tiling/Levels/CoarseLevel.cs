using TiledFit.Core.Levels;
using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Levels;

/// <summary>
/// The components that are too broad for a tile, as one more block of the descent: a turn takes the means of the
/// residual over blocks of pixels, minimises there, and proposes what E is then counted with. A proposal that does not
/// lower E is halved, and after some halvings refused.
/// </summary>
/// <param name="grid">The blocks.</param>
/// <param name="tiles">The tiles, whose number names the level as an owner.</param>
/// <param name="options">What the job is to do.</param>
internal sealed class CoarseLevel(CoarseGrid grid, TileGrid tiles, FitOptions options)
{
    private const int Iterations = 10, MostHalvings = 4;

    // What selection lets E rise by is foreseen to (F/σ)²/12.
    private const double Slack = 1.2;

    // Of the tiles' components, blocks: as long as their σ, which is up to two.
    private const double CorrelationOfFiner = 1;

    // The level's own scales begin where those of the tiles end: what is narrower are the tiles' components, averaged.
    private const double NarrowestFound = 3;

    /// <summary>The blocks.</summary>
    public CoarseGrid Grid => grid;

    /// <summary>Least σ of the level, px.</summary>
    public double LeastSigma => grid.Side * CoarseStep.LeastSigma;

    /// <summary>The level without the components that have become narrow enough for tiles, and those.</summary>
    public (CoarseState State, IReadOnlyList<Component> Narrowed) GiveUp(CoarseState state)
    {
        ILookup<bool, Component> narrow = state.Components.ToLookup(component => tiles.HasRoomFor(component.Shape));
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
    /// <param name="state">The level.</param>
    /// <param name="decrease">What the sweep has lowered E by, relative to E.</param>
    /// <param name="refines">Whether the sweep has refined.</param>
    public bool IsDue(CoarseState state, double decrease, bool refines) => state.Components.Count > 0
        && (refines || state.Decrease >= options.Tolerance || decrease < options.Tolerance);

    /// <summary>What a turn proposes.</summary>
    /// <param name="state">The level.</param>
    /// <param name="means">Means of the residual over all blocks, row by row; NaN where there is no data.</param>
    /// <param name="objective">E.</param>
    /// <param name="refinement">How the tiles refine, or null where they do not: then the level does likewise.</param>
    /// <returns>The level with a proposal, or at rest where there is none.</returns>
    public CoarseState Propose(
        CoarseState state, double[] means, double objective, SelectionOptions? refinement)
    {
        state = state with { Turns = state.Turns + 1 };
        TileStepOptions step = StepPolicy.Minimize(Whole, options);
        step = step with { Minimizer = step.Minimizer with { MaxIterations = Iterations } };
        if (state.Grows)
        {
            GrowthLimits limits = state.GrowthLimits ?? LimitsOf(means);
            if (limits.Selection.Criterion.Noise.Sigma > 0)
            {
                means = Centre(means);
                limits = AtNoiseOf(means, limits);
            }


            var plan = new GrowthPlan(limits, state.GrowthProgress);
            GrowthRound? round = plan.Next(objective, means.LongLength, state.Components.Count, 1);
            state = state with { Grows = round is not null, GrowthLimits = limits, GrowthProgress = plan.Progress };
            round = round is null ? null : round with { Iterations = Iterations };
            step = round?.OptionsOf(state.Components.Count, (int)round.Additions, step) ?? step;
        }
        else if (refinement is not null)
        {
            step = step with { Selection = refinement with { RemoveCount = 0, AddLimit = 0, Refines = true } };
        }

        if (state.Components.Count == 0 && step.Selection is null)
        {
            return Rest(state, 0);
        }

        CoarseProposal proposal = CoarseStep.Run(
            means, grid.Width, grid.Side, state.Components, tiles.Count, state.Turns, state.Minimizer, step);
        bool selects = proposal.Components.Count != state.Components.Count;
        return proposal.Expected > 0 || selects
            ? state with
            {
                Stage = CoarseStage.Trying,
                Proposal = proposal.Components,
                Minimizer = proposal.State,
                LeastDecrease = selects ? Math.Min(0, Slack * proposal.Expected) : 0,
                Halvings = 0,
            }
            : Rest(state with { Grows = false }, 0);
    }

    /// <summary>The level when its proposal has been counted.</summary>
    /// <param name="state">The level.</param>
    /// <param name="decrease">E before less E as counted.</param>
    /// <param name="objective">E before.</param>
    public CoarseState Judge(CoarseState state, double decrease, double objective)
    {
        if (decrease > state.LeastDecrease)
        {
            return Rest(state with { Components = state.Proposal }, decrease / objective);
        }

        return state.Halvings < MostHalvings
            ? state with
            {
                Proposal = Halve(state.Components, state.Proposal),
                LeastDecrease = 0,
                Halvings = state.Halvings + 1,
            }
            : Rest(state with { Grows = false, Minimizer = MinimizerState.Initial }, 0);
    }

    private TileGrid Whole => new(grid.Width, grid.Height, 0, 0);

    private static CoarseState Rest(CoarseState state, double decrease) =>
        state with { Stage = CoarseStage.Resting, Proposal = [], Decrease = decrease };

    // The mean of both; one that comes or goes has half its amplitude. Means keep the diagonal of L positive.
    private static Component[] Halve(IReadOnlyList<Component> from, IReadOnlyList<Component> to)
    {
        Dictionary<long, Component> before = from.ToDictionary(component => component.Id);
        Dictionary<long, Component> after = to.ToDictionary(component => component.Id);
        return
        [
            .. from.Concat(to).DistinctBy(component => component.Id).OrderBy(component => component.Id)
                .Select(component => component with
                {
                    Shape = Mean(
                        before.GetValueOrDefault(component.Id, Nothing(component)).Shape,
                        after.GetValueOrDefault(component.Id, Nothing(component)).Shape),
                }),
        ];

        static Component Nothing(in Component component) =>
            component with { Shape = component.Shape with { Amplitude = 0 } };
    }

    private static Gaussian Mean(in Gaussian a, in Gaussian b) => new(
        0.5 * (a.Amplitude + b.Amplitude), 0.5 * (a.X + b.X), 0.5 * (a.Y + b.Y), 0.5 * (a.L11 + b.L11),
        0.5 * (a.L21 + b.L21), 0.5 * (a.L22 + b.L22));

    // The mean of what the tiles will find is not for the level to explain: most blocks lie on it.
    private static double[] Centre(double[] means)
    {
        double[] valid = [.. means.Where(mean => !double.IsNaN(mean)).Order()];
        return valid.Length == 0 ? means : [.. means.Select(mean => mean - valid[valid.Length / 2])];
    }

    // What the tiles will explain is noise to the level: all that is left counts as such.
    private GrowthLimits AtNoiseOf(double[] means, GrowthLimits limits)
    {
        SelectionCriterion criterion = limits.Selection.Criterion;
        double[] valid = [.. means.Where(mean => !double.IsNaN(mean))];
        double rms = grid.Side * Math.Sqrt(valid.Sum(mean => mean * mean) / Math.Max(1, valid.Length));
        criterion = criterion with { Noise = new NoiseModel(rms, CorrelationOfFiner) };
        return limits with { Selection = limits.Selection with { Criterion = criterion } };
    }

    // As for a raster of its own, but one after another: what the first does not explain may be its shape to come.
    private GrowthLimits LimitsOf(double[] means)
    {
        double[] pixels = [.. means.Select(mean => grid.Side * mean)];
        TileGrid whole = Whole;
        var survey = TileSurvey.Of(
            whole.CoreOf(0), pixels, 0.5 * (whole.Width - 1), 0.5 * (whole.Height - 1));
        FitOptions ofLevel = options with
        {
            Levels = 1,
            TileSize = 0,
            Background = BackgroundChoice.None,
            Components = options.Components is { } all ? Math.Max(1, all / (grid.Side * grid.Side)) : null,
            Rmse = null,
        };
        GrowthLimits limits = StartSelection.Choose(ofLevel, whole, survey, true, 0).Growth!;
        DetectionOptions detection = limits.Selection.Detection with { MinSigma = NarrowestFound };
        return limits with
        {
            FirstRound = 1,
            MaxExchanges = 0,
            MaxRefinements = 0,
            Selection = limits.Selection with { Detection = detection },
        };
    }
}
