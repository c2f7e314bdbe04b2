namespace TiledFit.Data.Exports;

/// <summary>How a result is exported.</summary>
/// <param name="Format">"csv", "fits", "geojson", "ds9", "ds9-image" or the name of a vector driver of GDAL; null: by
/// the file's extension.</param>
/// <param name="Sigma">Half axes of the ellipses, in standard deviations.</param>
/// <param name="Overwrite">Whether a file that is already there is replaced.</param>
public sealed record ExportOptions(string? Format = null, double Sigma = 2, bool Overwrite = false);
