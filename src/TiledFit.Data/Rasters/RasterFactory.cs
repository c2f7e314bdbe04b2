using TiledFit.Core;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters.Isolation;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Rasters;

/// <summary>
/// Opens rasters: <c>.npy</c> natively, FITS images through cfitsio where it is installed, everything else through
/// GDAL.
/// </summary>
public static class RasterFactory
{
    /// <summary>GDAL's name of the format.</summary>
    private const string FitsDriver = "FITS";

    /// <summary>Opens one band of a raster.</summary>
    /// <param name="path">A file, or any name that GDAL opens: <c>/vsizip/…</c>, a sub-dataset, a VRT. A unit of a FITS
    /// file is named as in <c>a.fits[1]</c>.</param>
    /// <param name="options">Band, plane and nodata; null for the defaults.</param>
    /// <exception cref="InputException">Missing, damaged, of an unsupported type, without that band or plane, or a
    /// library is needed that is not installed.</exception>
    public static IRaster Open(string path, RasterOpenOptions? options = null)
    {
        options ??= new RasterOpenOptions();
        if (IsNpy(path, options))
        {
            RefusePlane(path, options);
            return new NpyRaster(path, options);
        }

        if (Allows(options) && !GdalPath.IsVirtual(path) && FitsName.Find(path) is { } fits)
        {
            return Cfitsio.Version is null ? OpenWithoutCfitsio(path, options) : new FitsRaster(fits, options);
        }

        RefusePlane(path, options);
        return new GdalRaster(path, options);
    }

    /// <summary>
    /// Opens one band of a raster that somebody else has made: what reads it runs in processes of its own, so that a
    /// file on which a library crashes, hangs or takes all memory ends in an <see cref="InputException"/>. The values
    /// are those of <see cref="Open"/>, bit for bit. <c>.npy</c> needs no other process: no library takes part.
    /// </summary>
    /// <param name="path">As for <see cref="Open"/>.</param>
    /// <param name="options">As for <see cref="Open"/>; of <see cref="RasterOpenOptions.Drivers"/>, if named, no other
    /// takes part in anything, in files beside the raster either.</param>
    /// <param name="limits">What a process may take.</param>
    /// <exception cref="InputException">As for <see cref="Open"/>, or a process was lost.</exception>
    /// <exception cref="IOException">No process can be started.</exception>
    public static IRaster OpenIsolated(string path, RasterOpenOptions options, ReaderLimits limits) =>
        IsNpy(path, options) ? Open(path, options) : new IsolatedRaster(path, options, limits);

    /// <summary>The file behind a raster's name: without the brackets that name a unit of a FITS file.</summary>
    /// <param name="path">As for <see cref="Open"/>, but no name that only GDAL understands.</param>
    public static string FileOf(string path) => FitsName.FileOf(path);

    /// <summary>A name that means the same in every current directory.</summary>
    /// <param name="path">As for <see cref="Open"/>.</param>
    /// <returns>The full path of a plain one; a name that only GDAL understands stays as it is.</returns>
    public static string FullNameOf(string path) => GdalPath.IsVirtual(path) ? path : Path.GetFullPath(path);

    private static bool Allows(RasterOpenOptions options) => options.Drivers?.Contains(FitsDriver) ?? true;

    /// <summary>GDAL reads some FITS files, too.</summary>
    private static GdalRaster OpenWithoutCfitsio(string path, RasterOpenOptions options)
    {
        if (options.Plane is not null || Gdal.Version is null)
        {
            throw new InputException($"{path}: FITS images are read by cfitsio, and {Cfitsio.Missing}");
        }

        try
        {
            return new GdalRaster(path, options);
        }
        catch (InputException e)
        {
            throw new InputException($"{e.Message}; cfitsio reads all FITS images, and {Cfitsio.Missing}", e);
        }
    }

    private static void RefusePlane(string path, RasterOpenOptions options)
    {
        if (options.Plane is not null)
        {
            throw new InputException($"{path}: --plane goes with FITS images; choose among bands by --band");
        }
    }

    // Where the drivers are chosen, what a client names in an archive is GDAL's to open, or not.
    private static bool IsNpy(string path, RasterOpenOptions options) =>
        path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)
        && (!GdalPath.IsVirtual(path) || (FileStore.IsVirtual(path) && options.Drivers is null));
}
