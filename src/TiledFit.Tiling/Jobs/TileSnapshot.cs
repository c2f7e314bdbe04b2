using TiledFit.Core.Model;

namespace TiledFit.Tiling.Jobs;

/// <summary>A tile's components after a sweep.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep; 0 for the start.</param>
/// <param name="Components">What the tile owns, by identity.</param>
/// <param name="Departures">What left it at the sweep's end, by identity; its centre tells whose it is now.</param>
public sealed record TileSnapshot(
    int Tile, int Sweep, IReadOnlyList<Component> Components, IReadOnlyList<Component> Departures);
