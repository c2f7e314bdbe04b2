using TiledFit.Data.Rasters;

namespace TiledFit.Data.Results;

/// <summary>The box around the centres of components, in world coordinates, or in pixels where there are none.</summary>
/// <param name="transform">The georeference, or null.</param>
internal sealed class PlaceBounds(GeoTransform? transform)
{
    private double _xMin = double.PositiveInfinity, _yMin = double.PositiveInfinity;
    private double _xMax = double.NegativeInfinity, _yMax = double.NegativeInfinity;

    /// <summary>xmin, ymin, xmax, ymax; null when nothing was included.</summary>
    public double[]? Values => _xMin > _xMax ? null : [_xMin, _yMin, _xMax, _yMax];

    /// <summary>Makes the box hold the centres of rows.</summary>
    public void Include(ReadOnlySpan<ComponentRow> rows)
    {
        foreach (ref readonly ComponentRow row in rows)
        {
            (double x, double y) = ComponentTable.Place(transform, row);
            (_xMin, _yMin) = (Math.Min(_xMin, x), Math.Min(_yMin, y));
            (_xMax, _yMax) = (Math.Max(_xMax, x), Math.Max(_yMax, y));
        }
    }
}
