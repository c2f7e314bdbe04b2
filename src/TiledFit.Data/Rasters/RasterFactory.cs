using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>Opens rasters: <c>.npy</c> natively, everything else through GDAL.</summary>
public static class RasterFactory
{
    /// <summary>Opens one band of a raster.</summary>
    /// <param name="path">A file, or any name that GDAL opens: <c>/vsizip/…</c>, a sub-dataset, a VRT.</param>
    /// <param name="options">Band and nodata; null for the defaults.</param>
    /// <exception cref="InputException">Missing, damaged, of an unsupported type, without that band, or GDAL is needed
    /// and is not installed.</exception>
    public static IRaster Open(string path, RasterOpenOptions? options = null)
    {
        options ??= new RasterOpenOptions();
        return IsPlainNpy(path) ? new NpyRaster(path, options) : new GdalRaster(path, options);
    }

    /// <summary>A name that means the same in every current directory.</summary>
    /// <param name="path">As for <see cref="Open"/>.</param>
    /// <returns>The full path of a plain one; a name that only GDAL understands stays as it is.</returns>
    public static string FullNameOf(string path) => GdalPath.IsVirtual(path) ? path : Path.GetFullPath(path);

    private static bool IsPlainNpy(string path) =>
        path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) && !GdalPath.IsVirtual(path);
}
