namespace TiledFit.Tiling.Jobs;

/// <summary>
/// What a region tells a region beside it: tiles near their common border that the sweep is through with.
/// </summary>
/// <param name="Region">To whom.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Tiles">The tiles.</param>
public sealed record TilesEnded(int Region, int Sweep, IReadOnlyList<EndedTile> Tiles) : JobMessage;
