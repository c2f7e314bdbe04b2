using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>
/// Writes GeoTIFF through GDAL: tiles of 256², DEFLATE with the floating point predictor, BigTIFF where needed, NaN as
/// nodata. Windows aligned with the tiles are written at once; for others GDAL collects tiles in its cache, so rows
/// pushed from the top want <see cref="Gdal.CacheBytes"/> of at least 256 rows.
/// </summary>
internal sealed unsafe class GeoTiffRasterWriter : IRasterWriter
{
    private readonly string _path;
    private readonly int _width, _height;
    private readonly AtomicFile _target;
    private readonly GdalDataset _dataset;
    private readonly nint _band;
    private readonly Lock _lock = new();
    private long _written;

    /// <exception cref="InputException">The file cannot be created, the CRS is not understood, or GDAL is not
    /// installed.</exception>
    public GeoTiffRasterWriter(
        string path, int width, int height, GeoTransform? geoTransform, CoordinateReferenceSystem? crs,
        RasterElementType type)
    {
        Gdal.Require(path);
        (_path, _width, _height) = (path, width, height);
        _target = new AtomicFile(path);
        try
        {
            _dataset = GdalDataset.CreateGeoTiff(path, _target.TemporaryPath, width, height, type);
            _band = GdalNative.GDALGetRasterBand(_dataset, 1);
            Describe(geoTransform, crs);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(PixelRectangle window, ReadOnlySpan<double> values)
    {
        RasterWindow.Check(window, _width, _height, values.Length);
        lock (_lock)
        {
            using var errors = new GdalErrorScope();
            fixed (double* pixels = values)
            {
                int error = GdalNative.GDALRasterIOEx(
                    _band, GdalNative.WriteFlag, window.X, window.Y, window.Width, window.Height, pixels, window.Width,
                    window.Height, GdalNative.Float64Type, 0, 0, 0);
                if (error != 0)
                {
                    throw new IOException($"{_path}: cannot be written: {errors.Message}");
                }
            }

            _written += window.Area;
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        RasterWindow.CheckComplete(_written, _width, _height);
        using (var errors = new GdalErrorScope())
        {
            _dataset.Dispose();
            if (errors.HasFailed)
            {
                throw new IOException($"{_path}: cannot be written: {errors.Message}");
            }
        }

        _target.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_dataset is { IsClosed: false })
        {
            using var errors = new GdalErrorScope();
            _dataset.Dispose();
        }

        _target.Dispose();
    }

    private void Describe(GeoTransform? geoTransform, CoordinateReferenceSystem? crs)
    {
        using var errors = new GdalErrorScope();
        int error = GdalNative.GDALSetRasterNoDataValue(_band, double.NaN);
        if (geoTransform is { } g)
        {
            double* coefficients = stackalloc double[] { g.X0, g.XColumn, g.XRow, g.Y0, g.YColumn, g.YRow };
            error |= GdalNative.GDALSetGeoTransform(_dataset, coefficients);
        }

        if (crs is not null)
        {
            error |= GdalSpatialReference.Set(_dataset, crs);
        }

        if (error != 0)
        {
            throw new InputException($"{_path}: the georeference cannot be written: {errors.Message}");
        }
    }
}
