using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>What a host reports. An event that the job does not wait for (late, or twice) is ignored.</summary>
public abstract record JobEvent;

/// <summary>A tile's core was looked at.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Survey">What was seen.</param>
public sealed record TileSurveyed(int Tile, TileSurvey Survey) : JobEvent;

/// <summary>A tile's share of the objective was counted.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep after which it was counted.</param>
/// <param name="Count">The figures.</param>
public sealed record TileCounted(int Tile, int Sweep, TileCount Count) : JobEvent;

/// <summary>A step ended.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="State">Where the tile's minimiser stands.</param>
/// <param name="Statistics">The step in figures.</param>
public sealed record TileStepped(int Tile, int Sweep, MinimizerState State, TileStepStatistics Statistics) : JobEvent;

/// <summary>Components have been handed over.</summary>
/// <param name="Sweep">The sweep that ended.</param>
/// <param name="Components">Components of each tile, in tile order.</param>
public sealed record SweepClosed(int Sweep, IReadOnlyList<int> Components) : JobEvent;
