namespace TiledFit.Quality.Approximations;

/// <summary>Operators on rasters that are products of one along the rows and one along the columns.</summary>
internal static class Separable
{
    /// <summary>Applies both; the length of what they return may be another.</summary>
    /// <param name="values">Row by row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="alongRows">What becomes of a row.</param>
    /// <param name="alongColumns">What becomes of a column.</param>
    public static double[] Apply(
        double[] values, int width, Func<double[], double[]> alongRows, Func<double[], double[]> alongColumns)
    {
        double[][] rows = Map(values.Chunk(width), alongRows);
        return [.. Transpose(Map(Transpose(rows), alongColumns)).SelectMany(row => row)];
    }

    private static double[][] Map(IEnumerable<double[]> lines, Func<double[], double[]> map) =>
        [.. lines.AsParallel().AsOrdered().Select(map)];

    private static double[][] Transpose(double[][] rows)
    {
        var columns = new double[rows[0].Length][];
        Parallel.For(0, columns.Length, x => columns[x] = Array.ConvertAll(rows, row => row[x]));
        return columns;
    }
}
