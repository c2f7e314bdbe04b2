using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;

namespace TiledFit.Data.Results;

/// <summary>What one row of <c>components/*.parquet</c> is made from; the derived columns follow from it.</summary>
/// <param name="Component">The component.</param>
/// <param name="TileX">Column of the owning tile.</param>
/// <param name="TileY">Row of the owning tile.</param>
/// <param name="Level">Pyramid level, 0 for full resolution.</param>
/// <param name="Errors">One-sigma errors, or null where they were not estimated.</param>
/// <param name="SignalToNoise">|a| over the noise of a pixel, or null where that was not estimated.</param>
/// <param name="Neighbour">The component that it is blended with; −1 where there is none or nobody has looked.</param>
/// <param name="LocalRms">Root mean square residual of the tile that owns it, raster units, or null where it was not
/// estimated.</param>
public readonly record struct ComponentRow(
    Component Component,
    int TileX,
    int TileY,
    int Level = 0,
    ComponentErrors? Errors = null,
    double? SignalToNoise = null,
    long Neighbour = -1,
    double? LocalRms = null);
