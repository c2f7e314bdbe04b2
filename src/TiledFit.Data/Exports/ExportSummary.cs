namespace TiledFit.Data.Exports;

/// <summary>What an export wrote.</summary>
/// <param name="Components">Rows, features or regions.</param>
/// <param name="Format">"CSV", "FITS", "GeoJSON", "DS9" or GDAL's driver.</param>
/// <param name="Coordinates">What the coordinates are, such as "WGS 84, longitude and latitude".</param>
public sealed record ExportSummary(long Components, string Format, string Coordinates);
