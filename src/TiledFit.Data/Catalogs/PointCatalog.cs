using TiledFit.Core;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Data.Results;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Catalogs;

/// <summary>
/// Point patterns as files: CSV with a header, or Parquet, with the columns x, y and, if there is one, weight; other
/// columns are ignored.
/// </summary>
public static class PointCatalog
{
    private const string X = "x", Y = "y", Weight = "weight";
    private const string NegativeWeight = "is negative; a weight is at least 0";

    /// <summary>Reads CSV or Parquet, told apart by the first bytes.</summary>
    /// <param name="path">A file; a pipe is read as CSV.</param>
    /// <returns>The points in the file's order, of weight 1 where there is no such column.</returns>
    /// <exception cref="InputException">The file is missing or empty, lacks a column, or holds a value that cannot be
    /// used: not a finite number, or a negative weight. Names file, row and column.</exception>
    public static WeightedPoint[] Read(string path)
    {
        using Stream stream = InputFile.OpenRead(path);
        return stream.CanSeek && ComponentCatalog.IsParquet(stream) ? ReadParquet(path) : ReadCsv(path, stream);
    }

    private static WeightedPoint[] ReadCsv(string path, Stream stream)
    {
        var reader = new CsvReader(path, stream);
        int[] columns = reader.Require(X, Y);
        int? weightColumn = reader.Find(Weight);
        var points = new List<WeightedPoint>();
        while (reader.Read())
        {
            double weight = weightColumn is { } column ? reader.Number(column) : 1;
            points.Add(weight >= 0
                ? new WeightedPoint(reader.Number(columns[0]), reader.Number(columns[1]), weight)
                : throw reader.Fault(Weight, NegativeWeight));
        }

        return [.. points];
    }

    private static WeightedPoint[] ReadParquet(string path)
    {
        using var table = ParquetTableFile.Open(path, ParquetCodec.Default);
        string[] missing = [.. new[] { X, Y }.Where(name => !table.Has(name))];
        if (missing.Length > 0)
        {
            throw new InputException($"{path} has no column of numbers {string.Join(", ", missing)}");
        }

        string[] names = table.Has(Weight) ? [X, Y, Weight] : [X, Y];
        var points = new List<WeightedPoint>();
        foreach (RowGroupColumns group in table.RowGroups)
        {
            int before = points.Count;
            double?[][] columns = [.. names.Select(name => ParquetCatalog.Numbers(path, name, group.Any(name)))];
            for (int row = 0; row < columns[0].Length; row++)
            {
                double[] values = [.. columns.Select((column, c) => Value(path, before + row, names[c], column[row]))];
                points.Add(new WeightedPoint(values[0], values[1], values.Length > 2 ? values[2] : 1));
            }
        }

        return [.. points];
    }

    private static double Value(string path, int rowsBefore, string column, double? value) =>
        value is not { } number ? throw ParquetCatalog.Fault(path, rowsBefore, column, "there is no value")
        : !double.IsFinite(number) ? throw ParquetCatalog.Fault(path, rowsBefore, column, "is not a finite number")
        : column == Weight && number < 0 ? throw ParquetCatalog.Fault(path, rowsBefore, column, NegativeWeight)
        : number;
}
