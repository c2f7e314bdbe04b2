using System.Text.Json.Serialization;
using TiledFit.Core.Model;
using TiledFit.Core.Statistics;

namespace TiledFit.Tiling;

/// <summary>What one look at the pixels of a tile's core tells.</summary>
/// <param name="Basis">The background's normal matrix; its count is the number of valid pixels.</param>
/// <param name="Statistics">Levels, scatter and noise.</param>
public sealed record TileSurvey(BasisSums Basis, WindowStatistics Statistics)
{
    // Regions of 4 × 4 tiles, each with its 4 × 4 patches, keep them all: those of rasters of up to 128 × 128 tiles.
    private const int LevelsAlongARegion = 16;

    /// <summary>The cells of the background's mesh that begin in the core, or in the cores; null unless asked for.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MeshPart>? Mesh { get; init; }

    /// <summary>Surveys the pixels of a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="pixels">Its pixels, row by row; NaN where there is no data.</param>
    /// <param name="originX">Where the background's ξ = 0.</param>
    /// <param name="originY">Where the background's υ = 0.</param>
    /// <param name="weights">w of each of the pixels, for the background alone; empty where all are 1.</param>
    public static TileSurvey Of(
        PixelRectangle core, ReadOnlySpan<double> pixels, double originX, double originY,
        ReadOnlySpan<double> weights = default) =>
        new(BasisSums.Of(core, pixels, originX, originY, weights), WindowStatistics.Of(core, pixels));

    /// <summary>The survey without levels, scatter and noise.</summary>
    /// <param name="core">The core.</param>
    /// <param name="pixels">Its pixels, row by row; NaN where there is no data.</param>
    /// <param name="originX">Where the background's ξ = 0.</param>
    /// <param name="originY">Where the background's υ = 0.</param>
    /// <param name="weights">w of each of the pixels, for the background alone; empty where all are 1.</param>
    public static TileSurvey RangeOf(
        PixelRectangle core, ReadOnlySpan<double> pixels, double originX, double originY,
        ReadOnlySpan<double> weights = default) =>
        new(BasisSums.Of(core, pixels, originX, originY, weights), WindowStatistics.RangeOf(core, pixels));

    /// <summary>What the surveys of a region's tiles tell together: no more levels, however many tiles.</summary>
    /// <param name="surveys">The surveys.</param>
    /// <param name="bounds">The region's pixels.</param>
    public static TileSurvey OfRegion(IReadOnlyList<TileSurvey> surveys, PixelRectangle bounds)
    {
        TileSurvey combined = Combine(surveys);
        return combined with { Statistics = combined.Statistics.Coarsen(bounds, LevelsAlongARegion) };
    }

    /// <summary>What the surveys of several tiles, or regions, tell together.</summary>
    public static TileSurvey Combine(IReadOnlyList<TileSurvey> surveys) => new(
        surveys.Aggregate(default(BasisSums), (sum, survey) => sum + survey.Basis),
        WindowStatistics.Combine([.. surveys.Select(survey => survey.Statistics)]))
    {
        Mesh = surveys.All(survey => survey.Mesh is null) ? null : [.. surveys.SelectMany(survey => survey.Mesh ?? [])],
    };
}
