using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>What a job asks its host to do; each is answered by one <see cref="JobEvent"/>.</summary>
public abstract record JobCommand;

/// <summary>Look at the pixels of a tile's core. Answer: <see cref="TileSurveyed"/>.</summary>
/// <param name="Tile">Index of the tile.</param>
public sealed record SurveyTile(int Tile) : JobCommand;

/// <summary>Count a tile's share of the objective anew. Answer: <see cref="TileCounted"/>.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep after which it is counted; 0 for the start.</param>
/// <param name="Background">The background.</param>
public sealed record CountTile(int Tile, int Sweep, Background Background) : JobCommand;

/// <summary>Run a step. Answer: <see cref="TileStepped"/>.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Background">The background.</param>
/// <param name="State">Where the tile's minimiser stands.</param>
/// <param name="Options">What the step does.</param>
public sealed record StepTile(
    int Tile, int Sweep, Background Background, MinimizerState State, TileStepOptions Options) : JobCommand;

/// <summary>
/// Hand components whose centre has left their tile to the tile it is in. Answer: <see cref="SweepClosed"/>.
/// </summary>
/// <param name="Sweep">The sweep that ended.</param>
public sealed record CloseSweep(int Sweep) : JobCommand;

/// <summary>The job is done; there is no answer.</summary>
public sealed record FinishJob : JobCommand;
