using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Losses;
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

    // Of the largest value: four units in its last place.
    private const double Rounding = 4.0 / (1L << 52);

    // Along a side, for a mesh that nobody has asked for: of fewer a plane knows as much.
    private const int LeastNodes = 3;

    /// <summary>What is minimised.</summary>
    public Loss Loss { get; private init; }

    /// <summary>σ of the noise that scales the loss, raster units; null with one that has no scale.</summary>
    public double? LossNoise { get; private init; }

    /// <summary>
    /// Whether anything is decided from levels, scatter and noise: a background, or whether components stand out.
    /// </summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="automatic">Whether the start is to be found.</param>
    public static bool NeedsStatistics(FitOptions options, bool automatic) =>
        automatic || options.Components is not null || options.Rmse is not null
        || options.Background != BackgroundChoice.None || options.Loss.NeedsNoise;

    /// <summary>
    /// Whether a mesh has to be surveyed to decide: where all is found by its significance, nothing else is asked for,
    /// and the level may vary.
    /// </summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="survey">Of all tiles.</param>
    /// <param name="mesh">What would be surveyed.</param>
    /// <param name="automatic">Whether the start is to be found.</param>
    public static bool NeedsMesh(FitOptions options, TileSurvey survey, MeshGrid mesh, bool automatic) =>
        automatic && options is { StopsAtStart: false, Components: null, Rmse: null, Levels: 1 }
        && options.Background == BackgroundChoice.Auto
        && mesh is { Columns: >= LeastNodes, Rows: >= LeastNodes, Count: <= MeshGrid.MostNodes }
        && BackgroundSelector.MayVary(survey.Statistics, mesh.Width, mesh.Height);

    /// <summary>Decides.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="survey">Of all tiles.</param>
    /// <param name="automatic">Whether the start is to be found.</param>
    /// <param name="given">Components that are given.</param>
    /// <param name="mesh">The mesh that was surveyed, or null; its nodes are kept elsewhere.</param>
    public static StartSelection Choose(
        FitOptions options, TileGrid grid, TileSurvey survey, bool automatic, long given, SurveyedMesh? mesh = null)
    {
        WindowStatistics statistics = survey.Statistics;
        BackgroundDecision decision = options.Background.Choice switch
        {
            BackgroundChoice.Mesh => BackgroundSelector.OnMesh(statistics, mesh!, isAsked: true),
            BackgroundChoice.Auto when mesh is not null && BackgroundSelector.Varies(statistics, mesh) =>
                BackgroundSelector.OnMesh(statistics, mesh, isAsked: false),
            BackgroundChoice.Auto => BackgroundSelector.Choose(
                statistics, grid.Width, grid.Height, options.AllowsNegative),
            BackgroundChoice.None when !NeedsStatistics(options, automatic) => BackgroundSelector.None,
            BackgroundChoice.None => Start(BackgroundKind.None),
            BackgroundChoice.Constant => Start(BackgroundKind.Constant),
            _ => Start(BackgroundKind.Plane),
        };
        bool grows = options.Grows(automatic ? null : given);
        if (grows && options.Restrictions is { } limits && Support.Radius * limits.LeastMajorSigma > grid.Reach)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"components of --sigma-min or --shape with a standard deviation of {limits.LeastMajorSigma} px reach "
                + $"{Support.Radius * limits.LeastMajorSigma} px from their centres, more than the {grid.Reach} px of a "
                + $"tile; take larger tiles, or --tile 0"));
        }

        var detection = new DetectionOptions
        {
            MaxSigma = Math.Min(grid.Reach / Support.Radius, 0.5 * Math.Max(grid.Width, grid.Height)),
        };
        // Who asks for a number or an RMSE gets it; otherwise a component has to stand out from the noise.
        SelectionCriterion criterion = options.Components is null && options.Rmse is null
            ? new SelectionCriterion(decision.Noise, statistics.Pixels)
            : SelectionCriterion.Free;
        criterion = options.Restrictions is { } restrictions
            ? criterion with { Parameters = restrictions.ParameterCount }
            : criterion;
        criterion = criterion with
        {
            Significance = options.Significance,
            // What relief scatters by is no noise.
            FollowsMesh = decision.IsSky && decision.Background.Kind == BackgroundKind.Mesh,
        };
        var selection = new SelectionOptions(0, 0, criterion, detection);
        // A sky's components are its sources: nothing to gain by moving them about.
        int exchanges = decision.IsSky ? 0 : grid.IsSingle ? GrowthPlan.ManyExchanges : GrowthPlan.FewExchanges;
        int refinements = options.Components is null && options.Rmse is null ? GrowthPlan.ManyRefinements : 0;
        long usual = statistics.Pixels / PixelsPerComponent, most = statistics.Pixels / Gaussian.ParameterCount;
        long ceiling = options switch
        {
            { Components: { } asked } => Math.Min(asked, most),
            { Rmse: not null } => most,
            _ => usual,
        };
        double firstRound = GrowthPlan.FirstShare * Math.Min(ceiling, usual);
        return new StartSelection(
            decision.Background with { Mesh = null },
            grows
                ? new GrowthLimits(ceiling, firstRound, options.Rmse, exchanges, refinements, selection)
                {
                    Rounding = Rounding * Math.Max(Math.Abs(statistics.Minimum), Math.Abs(statistics.Maximum)),
                }
                : null,
            [decision.Reason]).With(options, decision.Noise.Sigma, grid, statistics);

        BackgroundDecision Start(BackgroundKind kind) =>
            BackgroundSelector.Start(statistics, kind, grid.Width, grid.Height, options.AllowsNegative);
    }

    private StartSelection With(FitOptions options, double sigma, TileGrid grid, WindowStatistics statistics) =>
        options.Loss.Kind switch
        {
            LossKind.Squares => this,
            LossKind.Poisson => WithCounts(options, grid, statistics),
            _ => WithNoise(options.Loss, sigma),
        };

    private StartSelection WithNoise(LossModel loss, double sigma)
    {
        if (!(sigma > 0))
        {
            throw new InputException(
                $"--loss {loss} is scaled by the noise, which is estimated as 0 here, as most pixels are like their "
                + "neighbours; take squares, or poisson for counts");
        }

        string scale = string.Create(
            CultureInfo.InvariantCulture, $"loss: {loss}, threshold {loss.At(sigma).Threshold:G4} at noise {sigma:G4}");
        return this with { Loss = loss.At(sigma), LossNoise = sigma, Messages = [.. Messages, scale] };
    }

    // Where nothing but zeros is likely, a single count would cost without bound: counts have a background, unless none
    // is asked for.
    private StartSelection WithCounts(FitOptions options, TileGrid grid, WindowStatistics statistics)
    {
        if (statistics.Minimum < 0)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"--loss poisson takes counts, and the pixel in column {statistics.MinimumColumn}, row "
                + $"{statistics.MinimumRow} (from 0) holds {statistics.Minimum}, the least of all; mask what is no "
                + $"count, or take another loss"));
        }

        Background background = Background;
        if (options.Background == BackgroundChoice.Auto && background.Kind == BackgroundKind.None)
        {
            background = new Background(
                BackgroundKind.Constant, 0, 0, 0, 0.5 * (grid.Width - 1), 0.5 * (grid.Height - 1));
        }

        return this with
        {
            Background = background,
            Loss = options.Loss.At(0),
            Messages = [.. Messages, $"loss: {options.Loss}, background fitted: {background.Kind}".ToLowerInvariant()],
        };
    }
}
