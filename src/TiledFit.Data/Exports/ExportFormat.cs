using TiledFit.Core;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Exports;

/// <summary>A format that components can be exported to.</summary>
/// <param name="Name">For people.</param>
/// <param name="Open">Starts a file, from its path, the raster and the ellipses' half axes in standard deviations.
/// </param>
/// <param name="Coordinates">What the coordinates of a raster's components are in it.</param>
internal sealed record ExportFormat(
    string Name, Func<string, RasterInfo, double, IComponentWriter> Open, Func<RasterInfo, string> Coordinates)
{
    private static readonly ExportFormat Csv = new(
        "CSV", (path, raster, _) => new CsvComponentWriter(path, raster), _ => "pixels");

    private static readonly ExportFormat GeoJson = new(
        "GeoJSON", (path, raster, sigma) => new GeoJsonComponentWriter(path, raster, sigma),
        _ => "WGS 84, longitude and latitude");

    private const string Image = "image, from 1";

    private static readonly ExportFormat Ds9 = new(
        "DS9", (path, raster, sigma) => new Ds9ComponentWriter(path, Ds9ComponentWriter.SkyOf(raster), sigma),
        raster => Ds9ComponentWriter.SkyOf(raster) is { } sky ? $"{sky.Frame}, on the sky" : Image);

    private static readonly ExportFormat Ds9Image = new(
        "DS9", (path, _, sigma) => new Ds9ComponentWriter(path, null, sigma), _ => Image);

    private static readonly ExportFormat Fits = new(
        "FITS", (path, raster, _) => new FitsComponentWriter(path, raster), _ => "pixels");

    /// <summary>The format of a name, or else of a file's extension.</summary>
    /// <exception cref="InputException">It is none, or needs a GDAL that is not there.</exception>
    public static ExportFormat Find(string path, string? name) => name is null
        ? OfExtension(Path.GetExtension(path).ToLowerInvariant(), path)
        : OfName(name, path);

    private static ExportFormat OfExtension(string extension, string path) => extension switch
    {
        ".csv" => Csv,
        ".geojson" or ".json" => GeoJson,
        ".reg" => Ds9,
        ".fits" or ".fit" => Fits,
        "" => throw new InputException($"{path} has no extension to tell the format from; name one with --format"),
        _ => OfDriver(path, () => OgrDriver.FindByExtension(extension) ?? throw new InputException(
            $"{path}: neither this program nor the installed GDAL can write '{extension}'; "
            + "take .csv, .fits, .geojson, .reg or .gpkg, or name a driver with --format")),
    };

    private static ExportFormat OfName(string name, string path) => name.ToLowerInvariant() switch
    {
        "csv" => Csv,
        "geojson" => GeoJson,
        "ds9" => Ds9,
        "ds9-image" => Ds9Image,
        "fits" => Fits,
        _ => OfDriver(path, () => OgrDriver.Find(name) ?? throw new InputException(
            $"--format '{name}' is unknown; take csv, fits, geojson, ds9, ds9-image or a vector driver that "
            + "ogrinfo --formats lists")),
    };

    private static ExportFormat OfDriver(string path, Func<OgrDriver> find)
    {
        Gdal.Require(path);
        OgrDriver driver = find();
        return new ExportFormat(
            driver.Name, (file, raster, sigma) => new OgrComponentWriter(driver, file, raster, sigma),
            raster => raster.Crs?.Name ?? (raster.GeoTransform is null ? "pixels" : "those of the georeference"));
    }
}
