using TiledFit.Core.Model;

namespace TiledFit.Data.Results;

/// <summary>What one row of <c>components/*.parquet</c> is made from; the derived columns follow from it.</summary>
/// <param name="Component">The component.</param>
/// <param name="TileX">Column of the owning tile.</param>
/// <param name="TileY">Row of the owning tile.</param>
/// <param name="Level">Pyramid level, 0 for full resolution.</param>
public readonly record struct ComponentRow(Component Component, int TileX, int TileY, int Level = 0);
