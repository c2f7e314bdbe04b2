using TiledFit.Core;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Exports;

/// <summary>Takes coordinates to longitude and latitude on WGS 84, by GDAL and PROJ.</summary>
internal sealed unsafe class Wgs84Transform : IDisposable
{
    private readonly string _path;
    private nint _transform;

    /// <param name="path">The file that is written, for messages.</param>
    /// <param name="from">The coordinates' reference system.</param>
    /// <exception cref="InputException">GDAL is not installed, or knows no way to WGS 84.</exception>
    public Wgs84Transform(string path, CoordinateReferenceSystem from)
    {
        Gdal.Require(path);
        _path = path;
        using var errors = new GdalErrorScope();
        nint source = GdalSpatialReference.Create(from.Wkt), target = GdalSpatialReference.Create("EPSG:4326");
        _transform = source == 0 || target == 0 ? 0 : GdalNative.OCTNewCoordinateTransformation(source, target);
        GdalNative.OSRDestroySpatialReference(source);
        GdalNative.OSRDestroySpatialReference(target);
        if (_transform == 0)
        {
            throw new InputException($"{path}: there is no way from {from.Name} to WGS 84: {errors.Message}");
        }
    }

    /// <summary>Transforms a ring in place, its longitudes without jumps.</summary>
    /// <param name="x">Easting or longitude; becomes longitude, degrees.</param>
    /// <param name="y">Northing or latitude; becomes latitude, degrees.</param>
    /// <param name="component">Whose ring it is, for messages.</param>
    /// <exception cref="InputException">A point lies where the reference system is not defined.</exception>
    public void Transform(Span<double> x, Span<double> y, long component)
    {
        using var errors = new GdalErrorScope();
        int done;
        fixed (double* px = x, py = y)
        {
            done = GdalNative.OCTTransform(_transform, x.Length, px, py, null);
        }

        if (done == 0 || x.ContainsAnyExceptInRange(-720, 720))
        {
            throw new InputException(
                $"{_path}: the ellipse of component {component} has no place on WGS 84: {errors.Message}");
        }

        for (int i = 1; i < x.Length; i++)
        {
            x[i] -= 360 * Math.Round((x[i] - x[0]) / 360);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GdalNative.OCTDestroyCoordinateTransformation(_transform);
        _transform = 0;
    }
}
