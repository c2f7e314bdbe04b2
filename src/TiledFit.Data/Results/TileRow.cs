namespace TiledFit.Data.Results;

/// <summary>One row of <c>tiles.parquet</c>.</summary>
/// <param name="TileX">Column of the tile.</param>
/// <param name="TileY">Row of the tile.</param>
/// <param name="X">First pixel column of the core.</param>
/// <param name="Y">First pixel row of the core.</param>
/// <param name="Width">Columns of the core.</param>
/// <param name="Height">Rows of the core.</param>
/// <param name="Pixels">Valid pixels of the core.</param>
/// <param name="Components">Components owned.</param>
/// <param name="Sse">Sum of squared residuals over the core's valid pixels.</param>
/// <param name="Sweeps">Steps that the tile ran.</param>
/// <param name="Seconds">Time spent in them.</param>
/// <param name="Status">"settled", "active" or "empty".</param>
public sealed record TileRow(
    int TileX, int TileY, int X, int Y, int Width, int Height, long Pixels, long Components, double Sse, int Sweeps,
    double Seconds, string Status);
