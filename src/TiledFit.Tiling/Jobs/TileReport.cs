using System.Text.Json.Serialization;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>What a tile answers its region. A report that nobody waits for (late, or twice) is ignored.</summary>
/// <param name="Tile">Index of the tile.</param>
[JsonDerivedType(typeof(TileSurveyed), "surveyed")]
[JsonDerivedType(typeof(TileCounted), "counted")]
[JsonDerivedType(typeof(TileStepped), "stepped")]
[JsonDerivedType(typeof(TileClosed), "closed")]
public abstract record TileReport(int Tile) : JobMessage;

/// <summary>A tile's core was looked at.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Survey">What was seen.</param>
/// <param name="Components">Components that the tile owns: the given ones.</param>
public sealed record TileSurveyed(int Tile, TileSurvey Survey, int Components) : TileReport(Tile);

/// <summary>A tile's share of the objective was counted.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep after which it was counted.</param>
/// <param name="Count">The figures.</param>
public sealed record TileCounted(int Tile, int Sweep, TileCount Count) : TileReport(Tile)
{
    /// <summary>Which of the counts that try a background, or the coarse level, after the sweep; 0 for others.</summary>
    public int Trial { get; init; }
}

/// <summary>A step ended.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="State">Where the tile's minimiser stands.</param>
/// <param name="Statistics">The step in figures.</param>
/// <param name="Repeats">Times that hosts had begun the step before and not ended it.</param>
public sealed record TileStepped(
    int Tile, int Sweep, MinimizerState State, TileStepStatistics Statistics, int Repeats = 0) : TileReport(Tile)
{
    /// <summary>The report of a step's result.</summary>
    public static TileStepped Of(TileStepResult step) =>
        new(step.Tile, step.Sweep, step.State, step.Statistics, step.Repeats);
}

/// <summary>Components have been handed over.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep that ended.</param>
/// <param name="Components">Components that the tile owns now.</param>
public sealed record TileClosed(int Tile, int Sweep, int Components) : TileReport(Tile)
{
    /// <summary>Components that have outgrown the tile and are the coarse level's now, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Outgrown { get; init; }
}
