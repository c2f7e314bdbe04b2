using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Levels;

/// <summary>
/// How components of the coarse level are found before the tiles': as on a raster of its own, but one after another,
/// since what the first does not explain may be its shape to come.
/// </summary>
/// <param name="grid">The blocks.</param>
/// <param name="options">What the job is to do.</param>
internal sealed class CoarseGrowth(CoarseGrid grid, FitOptions options)
{
    // Of the tiles' components, blocks: as long as their σ, which is up to two.
    private const double CorrelationOfFiner = 1;

    // The level's own scales begin where those of the tiles end: what is narrower are the tiles' components, averaged.
    private const double NarrowestFound = 3;

    /// <summary>The level with its next round, and the means that it is for.</summary>
    /// <param name="state">The level, which grows.</param>
    /// <param name="means">Of the residual over all blocks, of which some holds data.</param>
    /// <param name="objective">E.</param>
    /// <returns>No round where growth has ended.</returns>
    public (CoarseState State, GrowthRound? Round, double[] Means) Next(
        CoarseState state, double[] means, double objective)
    {
        GrowthLimits limits = state.GrowthLimits ?? LimitsOf(means);
        if (limits.Selection.Criterion.Noise.Sigma > 0)
        {
            means = Centre(means);
            limits = AtNoiseOf(means, limits);
        }

        var plan = new GrowthPlan(limits, state.GrowthProgress);
        GrowthRound? round = plan.Next(objective, means.LongLength, state.Components.Count);
        state = state with { Grows = round is not null, GrowthLimits = limits, GrowthProgress = plan.Progress };
        return (state, round, means);
    }

    /// <summary>
    /// How the level refines when the tiles do: correlated noise is white from block to block, and as much more.
    /// </summary>
    /// <param name="ofTiles">How they do.</param>
    public SelectionOptions Refinement(SelectionOptions ofTiles)
    {
        NoiseModel noise = ofTiles.Criterion.Noise;
        double sigma = noise.Sigma * Math.Sqrt(noise.Inflation((double)grid.Side * grid.Side));
        return ofTiles with
        {
            RemoveCount = 0,
            AddLimit = 0,
            Refines = true,
            Criterion = ofTiles.Criterion with { Noise = new NoiseModel(sigma, 0), FollowsMesh = false },
        };
    }

    private GrowthLimits LimitsOf(double[] means)
    {
        TileGrid whole = grid.Whole;
        var survey = TileSurvey.Of(
            whole.CoreOf(0), [.. means.Select(mean => grid.Side * mean)], 0.5 * (whole.Width - 1),
            0.5 * (whole.Height - 1));
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

    // The mean of what the tiles will find is not for the level to explain: most blocks lie on it.
    private static double[] Centre(double[] means)
    {
        double[] valid = [.. means.Where(mean => !double.IsNaN(mean)).Order()];
        double median = valid[valid.Length / 2];
        return [.. means.Select(mean => mean - median)];
    }

    // What the tiles will explain is noise to the level: all that is left counts as such.
    private GrowthLimits AtNoiseOf(double[] means, GrowthLimits limits)
    {
        double rms = grid.Side * Math.Sqrt(means.Where(mean => !double.IsNaN(mean)).Average(mean => mean * mean));
        return limits with
        {
            Selection = limits.Selection with
            {
                Criterion = limits.Selection.Criterion with { Noise = new NoiseModel(rms, CorrelationOfFiner) },
            },
        };
    }
}
