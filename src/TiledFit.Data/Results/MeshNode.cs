namespace TiledFit.Data.Results;

/// <summary>A row of <c>background.parquet</c>: a node of the background's mesh.</summary>
/// <param name="X">Its column, px; not a whole number in general.</param>
/// <param name="Y">Its row, px; likewise.</param>
/// <param name="Value">The level there, raster units.</param>
/// <param name="Noise">σ of the noise there, raster units.</param>
internal readonly record struct MeshNode(double X, double Y, double Value, double Noise);
