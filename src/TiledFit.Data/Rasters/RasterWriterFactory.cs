using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>Creates rasters: <c>.npy</c> natively, <c>.tif</c> through GDAL.</summary>
public static class RasterWriterFactory
{
    /// <summary>Starts a raster of one band whose format follows from the name.</summary>
    /// <param name="path">Ends in <c>.npy</c>, <c>.tif</c> or <c>.tiff</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="geoTransform">The georeference, for GeoTIFF; <c>.npy</c> has no place for it.</param>
    /// <param name="crs">The coordinate reference system, likewise.</param>
    /// <param name="type">Element type.</param>
    /// <exception cref="InputException">Another extension, the file cannot be created, or GDAL is needed and is not
    /// installed.</exception>
    public static IRasterWriter Create(
        string path, int width, int height, GeoTransform? geoTransform = null, CoordinateReferenceSystem? crs = null,
        RasterElementType type = RasterElementType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => new NpyRasterWriter(path, width, height, type),
            ".tif" or ".tiff" => new GeoTiffRasterWriter(path, width, height, geoTransform, crs, type),
            string other => throw new InputException(
                $"{path}: a raster cannot be written as '{other}'; use .npy, .tif or .tiff"),
        };
    }
}
