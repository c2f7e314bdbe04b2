namespace TiledFit.Data.Rasters;

/// <summary>
/// GDAL's affine georeference: world X = X0 + (column + ½)·XColumn + (row + ½)·XRow and likewise Y, with pixel centres
/// at integer columns and rows.
/// </summary>
public sealed record GeoTransform(double X0, double XColumn, double XRow, double Y0, double YColumn, double YRow)
{
    /// <summary>World coordinates of a pixel position (pixel centres at integers).</summary>
    public (double X, double Y) ToWorld(double column, double row) =>
        (X0 + (column + 0.5) * XColumn + (row + 0.5) * XRow, Y0 + (column + 0.5) * YColumn + (row + 0.5) * YRow);

    /// <summary>Takes pixel positions to world coordinates in place.</summary>
    public void ToWorld(Span<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = ToWorld(x[i], y[i]);
        }
    }

    /// <summary>The georeference of a raster of so many rows whose last row becomes the first.</summary>
    public GeoTransform TurnOver(int height) => this with
    {
        X0 = X0 + height * XRow,
        XRow = -XRow,
        Y0 = Y0 + height * YRow,
        YRow = -YRow,
    };

    /// <summary>
    /// The georeference of a window whose first pixel is (column, row), each of its pixels scale × scale.
    /// </summary>
    public GeoTransform ForWindow(int column, int row, double scale = 1) => new(
        X0 + column * XColumn + row * XRow, XColumn * scale, XRow * scale,
        Y0 + column * YColumn + row * YRow, YColumn * scale, YRow * scale);
}
