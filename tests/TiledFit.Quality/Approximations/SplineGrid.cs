namespace TiledFit.Quality.Approximations;

/// <summary>
/// A tensor product of cubic B-splines, its coefficients as float32: as many as fit, in square meshes, by least
/// squares, which separate into those along the rows and along the columns.
/// </summary>
internal sealed class SplineGrid(Surface surface) : IApproximation
{
    public string Name => "spline grid";

    public double[] Approximate(long bytes)
    {
        (int columns, int rows) = Mesh(bytes / sizeof(float));
        var alongRows = new UniformSpline(surface.Width, columns);
        var alongColumns = new UniformSpline(surface.Height, rows);
        double[] coefficients = Separable.Apply(surface.Filled, surface.Width, alongRows.Fit, alongColumns.Fit);
        return Separable.Apply(
            [.. coefficients.Select(c => (double)(float)c)], columns, alongRows.Evaluate, alongColumns.Evaluate);
    }

    private (int Columns, int Rows) Mesh(long coefficients)
    {
        int columns = (int)Math.Round(Math.Sqrt((double)coefficients * surface.Width / surface.Height));
        return (columns, (int)(coefficients / columns));
    }
}
