using TiledFit.Core.Model;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>What a job starts with, decided from the surveys of all tiles.</summary>
/// <param name="Background">The background's form and first values.</param>
/// <param name="Growth">How components are found, or null when they are given and stay as many.</param>
/// <param name="Messages">What was chosen, for people.</param>
internal sealed record StartSelection(Background Background, GrowthPlan? Growth, IReadOnlyList<string> Messages)
{
    // With neither a number nor an RMSE asked for, components never use more than one parameter in 23 pixels.
    private const int PixelsPerComponent = 140;

    public static StartSelection Choose(
        FitOptions options, TileGrid grid, IReadOnlyList<TileSurvey> surveys, bool automatic, long given)
    {
        long pixels = surveys.Sum(survey => survey.Basis.Count);
        double minimum = surveys.Min(survey => survey.Minimum);
        var background = options.Background == BackgroundChoice.None
            ? Background.None
            : new Background(BackgroundKind.Constant, minimum, 0, 0, 0.5 * (grid.Width - 1), 0.5 * (grid.Height - 1));
        bool grows = automatic || options.Components > given || options.Rmse is not null;
        var detection = new DetectionOptions
        {
            MaxSigma = Math.Min(grid.Reach / Support.Radius, 0.5 * Math.Max(grid.Width, grid.Height)),
        };
        var selection = new SelectionOptions(0, SelectionCriterion.Free, detection);
        long ceiling = options.Components ?? pixels / PixelsPerComponent;
        return new StartSelection(
            background,
            grows ? new GrowthPlan(ceiling, options.Rmse, selection) : null,
            [$"background: {background.Kind}"]);
    }
}
