namespace TiledFit.Tiling.Growth;

/// <summary>
/// Growth in rounds: each adds a share of what is there, to the tiles by need, and lets the fit follow, until the
/// ceiling is reached or a round finds too little that earns its parameters. Then come exchanges: in every tile the
/// components that are worth the least give way to others where they are needed most, unless that does not pay; so
/// moves what the greedy rounds misplaced. They end when one brings little. The wanted RMSE ends everything. Where
/// components have to earn their parameters, and the ceiling is not reached, refinements come last.
/// </summary>
public sealed class GrowthPlan
{
    /// <summary>Exchanges after which more would bring little, for relief.</summary>
    public const int ManyExchanges = 8;

    /// <summary>Exchanges that bring three quarters of that, for relief of many tiles, where time counts.</summary>
    public const int FewExchanges = 3;

    /// <summary>Rounds of refinement, where components have to earn their parameters.</summary>
    public const int ManyRefinements = 5;

    /// <summary>The share of the components that a raster usually gets which come in the first round.</summary>
    public const double FirstShare = 0.12;

    // From round to round.
    private const double Factor = 1.45;

    // Towards an RMSE: the least from round to round, and the share of the first round that tells how much is needed.
    private const double LeastFactor = 1.05, ShareBeforeAnRmse = 0.1;

    // A round that adds less than this share of what is there has found little.
    private const double SmallestRound = 0.01;

    // A refinement that changes the number of components by less than this share is the last.
    private const double SmallestRefinement = 0.005;

    // An exchange that lowers E by less than this share is the last.
    private const double SmallestExchange = 0.005;

    private const int GrowIterations = 4, ExchangeIterations = 6, RefineIterations = 8;

    /// <summary>A plan.</summary>
    /// <param name="limits">What it goes by.</param>
    /// <param name="progress">How far it has come.</param>
    public GrowthPlan(GrowthLimits limits, GrowthProgress progress)
    {
        Limits = limits;
        Progress = progress;
    }

    /// <summary>What the plan goes by.</summary>
    public GrowthLimits Limits { get; }

    /// <summary>How far it has come.</summary>
    public GrowthProgress Progress { get; private set; }

    /// <summary>Why growth ended.</summary>
    public string StopReason { get; private set; } = "";

    /// <summary>Whether a round that added so many to what is <paramref name="components"/> by now found little.</summary>
    internal static bool FindsLittle(long added, long components) => added < Math.Max(1, SmallestRound * components);

    /// <summary>The next sweep, or null when growth has ended.</summary>
    /// <param name="objective">E.</param>
    /// <param name="pixels">Valid pixels.</param>
    /// <param name="components">Components at present.</param>
    /// <param name="tilesAsk">Whether a tile still asks for components.</param>
    public GrowthRound? Next(double objective, long pixels, long components, bool tilesAsk = false)
    {
        if (IsMet(objective, pixels, components))
        {
            return null;
        }

        if (Progress.Stage == GrowthStage.Growing && !HasGrown(components, tilesAsk))
        {
            return Grow(objective, pixels, components);
        }

        if (MayExchange(objective))
        {
            return Exchange(objective, components);
        }

        return Progress.Stage == GrowthStage.Exchanged && components < Progress.Level
            ? Refill(components)
            : Refine(components);
    }

    private bool IsMet(double objective, long pixels, long components)
    {
        if (Limits.Rmse is { } rmse && objective <= rmse * rmse * pixels)
        {
            StopReason = $"growth ended at {components} components: the RMSE is met.";
            return true;
        }

        StopReason = "growth ended: nothing is left to explain.";
        return objective <= Limits.Rounding * Limits.Rounding * pixels;
    }

    private bool IsSame(long components) =>
        Math.Abs(components - Progress.Level) < Math.Max(1, SmallestRefinement * components);

    private bool IsFull(long components) => components >= Limits.Ceiling;

    private bool HasGrown(long components, bool tilesAsk) =>
        IsFull(components) || (IsFruitless(components) && !(tilesAsk && Limits.Selection.Criterion.IsFree));

    private bool IsFruitless(long components) =>
        Progress.Level >= 0 && FindsLittle(components - Progress.Level, components);

    // After a round that found little, as many places as the first one had, for tiles that had none.
    private GrowthRound Grow(double objective, long pixels, long components)
    {
        bool fruitless = IsFruitless(components);
        double wanted = Math.Max(Factor * components, Limits.FirstRound + (fruitless ? components : 0));
        if (Limits.Rmse is { } rmse && !fruitless)
        {
            wanted = Math.Min(wanted, NeededFor(rmse, objective, pixels, components));
        }

        Progress = Progress with { Level = components };
        long additions = (long)(Math.Min(wanted, Limits.Ceiling) - components);
        return new GrowthRound(Math.Max(1, additions), Limits.Selection, GrowIterations);
    }

    // With √(E/n) falling as 1/N, as surfaces seldom do, a first few would have to become so many; and always some more.
    private double NeededFor(double rmse, double objective, long pixels, long components) => components == 0
        ? ShareBeforeAnRmse * Limits.FirstRound
        : Math.Max(LeastFactor, Math.Sqrt(objective / pixels) / rmse) * components;

    private bool MayExchange(double objective)
    {
        bool exhausted = Progress.Exchanges > 0 && objective > (1 - SmallestExchange) * Progress.ObjectiveBefore;
        return Progress.Stage is GrowthStage.Growing or GrowthStage.Exchanged
            && Progress.Exchanges < Limits.MaxExchanges && !exhausted;
    }

    private GrowthRound Exchange(double objective, long components)
    {
        bool first = Progress.Exchanges == 0;
        Progress = new GrowthProgress(
            GrowthStage.Exchanged, first ? components : Progress.Level, objective, Progress.Exchanges + 1,
            first ? IsFull(components) : Progress.WasFull, 0);
        return new GrowthRound(
            Math.Max(0, Progress.Level - components), Limits.Selection with { Exchanges = true }, ExchangeIterations);
    }

    private GrowthRound Refill(long components)
    {
        Progress = Progress with { Stage = GrowthStage.Refilled };
        return new GrowthRound(Progress.Level - components, Limits.Selection, GrowIterations);
    }

    private GrowthRound? Refine(long components)
    {
        bool full = Progress.Exchanges == 0 ? IsFull(components) : Progress.WasFull;
        bool same = Progress.Refinements > 0 && IsSame(components);
        if (full || same || Progress.Refinements == Limits.MaxRefinements)
        {
            string grown = IsFull(components)
                ? $"the ceiling of {Limits.Ceiling} is reached"
                : "no more earn their parameters";
            StopReason = $"growth ended at {components} components: {grown}.";
            return null;
        }

        Progress = Progress with
        {
            Stage = GrowthStage.Refined,
            Level = components,
            Refinements = Progress.Refinements + 1,
        };
        return new GrowthRound(
            Math.Max(0, Limits.Ceiling - components), Limits.Selection with { Refines = true }, RefineIterations);
    }
}
