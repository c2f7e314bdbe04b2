namespace TiledFit.Tiling.Jobs;

/// <summary>A tile that a sweep is through with.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Change">Change of the objective by its step, or null when it slept.</param>
public readonly record struct EndedTile(int Tile, double? Change);
