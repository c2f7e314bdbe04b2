using System.Text.Json.Serialization;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>What a region asks of a tile; each is answered by one <see cref="TileReport"/>.</summary>
/// <param name="Tile">Index of the tile.</param>
[JsonDerivedType(typeof(SurveyTile), "survey")]
[JsonDerivedType(typeof(CountTile), "count")]
[JsonDerivedType(typeof(StepTile), "step")]
[JsonDerivedType(typeof(CloseTile), "close")]
public abstract record TileOrder(int Tile) : JobMessage;

/// <summary>Look at the pixels of a tile's core. Answer: <see cref="TileSurveyed"/>.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="IsRobust">Whether levels, scatter and noise are asked for, or the count and the range alone.</param>
public sealed record SurveyTile(int Tile, bool IsRobust = true) : TileOrder(Tile)
{
    /// <summary>The side of the cells of the mesh that is asked for, px; 0 where none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MeshSize { get; init; }
}

/// <summary>Count a tile's share of the objective anew. Answer: <see cref="TileCounted"/>.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep after which it is counted; 0 for the start.</param>
/// <param name="Background">The background.</param>
public sealed record CountTile(int Tile, int Sweep, Background Background) : TileOrder(Tile)
{
    /// <summary>What is not free of the components, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComponentRestrictions? Restrictions { get; init; }

    /// <summary>Whether the gradient is asked for: at the start it decides nothing.</summary>
    [JsonIgnore]
    public bool NeedsGradient => Sweep > 0 && Trial == 0;

    /// <summary>What is minimised.</summary>
    public Loss Loss { get; init; }

    /// <summary>Which of the counts that try a background, or the coarse level, after the sweep; 0 for others.</summary>
    public int Trial { get; init; }

    /// <summary>Components of the coarse level that reach the window; nothing moves them. Null where there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Coarse { get; init; }

    /// <summary>Pixels along a side of the blocks whose means are asked for, or 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int BlockSide { get; init; }
}

/// <summary>Run a step. Answer: <see cref="TileStepped"/>.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Background">The background.</param>
/// <param name="State">Where the tile's minimiser stands.</param>
/// <param name="Options">What the step does.</param>
public sealed record StepTile(
    int Tile, int Sweep, Background Background, MinimizerState State, TileStepOptions Options) : TileOrder(Tile)
{
    /// <summary>Components of the coarse level that reach the window; nothing moves them. Null where there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Coarse { get; init; }
}

/// <summary>
/// Hand over components whose centre has left the tile, and take those that have come. Answer:
/// <see cref="TileClosed"/>.
/// </summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep, all of whose steps have ended.</param>
public sealed record CloseTile(int Tile, int Sweep) : TileOrder(Tile)
{
    /// <summary>Components of the coarse level that have become narrow enough for the tile, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Arrivals { get; init; }

    /// <summary>Least σ of the coarse level, which takes what has outgrown the tile, px; or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CoarseSigma { get; init; }
}
