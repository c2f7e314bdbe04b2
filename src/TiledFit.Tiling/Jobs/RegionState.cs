namespace TiledFit.Tiling.Jobs;

/// <summary>What a region must not forget: as it was when it had answered the order of an epoch.</summary>
/// <param name="Epoch">The epoch; 0 before the first order.</param>
/// <param name="Sweep">The sweep; 0 before the first.</param>
/// <param name="Report">The answer, or null before the first order.</param>
/// <param name="Tiles">The tiles in their order.</param>
public sealed record RegionState(int Epoch, int Sweep, RegionReport? Report, IReadOnlyList<TileState> Tiles);
