using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>What a job starts with, decided from the survey of all tiles.</summary>
/// <param name="Background">The background's form and first values.</param>
/// <param name="Growth">How components are found, or null when they are given and stay as many.</param>
/// <param name="Messages">What was chosen, for people.</param>
internal sealed record StartSelection(Background Background, GrowthLimits? Growth, IReadOnlyList<string> Messages)
{
    // With neither a number nor an RMSE asked for, components never use more than one parameter in 23 pixels.
    private const int PixelsPerComponent = 140;

    /// <summary>
    /// Whether anything is decided from levels, scatter and noise: a background, or whether components stand out.
    /// </summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="automatic">Whether the start is to be found.</param>
    public static bool NeedsStatistics(FitOptions options, bool automatic) =>
        automatic || options.Components is not null || options.Rmse is not null
        || options.Background != BackgroundChoice.None;

    public static StartSelection Choose(
        FitOptions options, TileGrid grid, TileSurvey survey, bool automatic, long given)
    {
        WindowStatistics statistics = survey.Statistics;
        BackgroundDecision decision = options.Background switch
        {
            BackgroundChoice.Auto => BackgroundSelector.Choose(statistics, grid.Width, grid.Height),
            BackgroundChoice.None when !NeedsStatistics(options, automatic) => BackgroundSelector.None,
            BackgroundChoice.None => Start(BackgroundKind.None),
            BackgroundChoice.Constant => Start(BackgroundKind.Constant),
            _ => Start(BackgroundKind.Plane),
        };
        bool grows = automatic || options.Components > given || options.Rmse is not null;
        var detection = new DetectionOptions
        {
            MaxSigma = Math.Min(grid.Reach / Support.Radius, 0.5 * Math.Max(grid.Width, grid.Height)),
        };
        // Who asks for a number or an RMSE gets it; otherwise a component has to stand out from the noise.
        SelectionCriterion criterion = options.Components is null && options.Rmse is null
            ? new SelectionCriterion(decision.Noise, statistics.Pixels)
            : SelectionCriterion.Free;
        var selection = new SelectionOptions(0, 0, criterion, detection);
        // A sky's components are its sources: nothing to gain by moving them about.
        int exchanges = decision.IsSky ? 0 : grid.IsSingle ? GrowthPlan.ManyExchanges : GrowthPlan.FewExchanges;
        int refinements = criterion != SelectionCriterion.Free ? GrowthPlan.ManyRefinements : 0;
        long usual = statistics.Pixels / PixelsPerComponent, most = statistics.Pixels / Gaussian.ParameterCount;
        long ceiling = options switch
        {
            { Components: { } asked } => Math.Min(asked, most),
            { Rmse: not null } => most,
            _ => usual,
        };
        double firstRound = GrowthPlan.FirstShare * Math.Min(ceiling, usual);
        return new StartSelection(
            decision.Background,
            grows ? new GrowthLimits(ceiling, firstRound, options.Rmse, exchanges, refinements, selection) : null,
            [decision.Reason]);

        BackgroundDecision Start(BackgroundKind kind) =>
            BackgroundSelector.Start(statistics, kind, grid.Width, grid.Height);
    }
}
