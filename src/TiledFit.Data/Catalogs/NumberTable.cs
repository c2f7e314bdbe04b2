using TiledFit.Core;
using TiledFit.Data.Results;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Catalogs;

/// <summary>
/// Columns of numbers of a CSV or Parquet file, told apart by the first bytes; a pipe is read as CSV.
/// </summary>
internal sealed class NumberTable
{
    private readonly string _path;
    private readonly Dictionary<string, double[]> _columns;

    private NumberTable(string path, IReadOnlyList<string> names, List<double>[] values)
    {
        _path = path;
        _columns = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second.ToArray());
    }

    /// <summary>Chooses the columns to read.</summary>
    /// <param name="all">The names of all columns that could be read.</param>
    /// <param name="numeric">Those that hold numbers, to judge by their type or first row.</param>
    public delegate IReadOnlyList<string> Choice(IReadOnlyList<string> all, IReadOnlyList<string> numeric);

    /// <summary>A column's values; NaN where there is none, or none that is finite.</summary>
    public double[] this[string name] => _columns[name];

    /// <summary>Reads the chosen columns.</summary>
    /// <exception cref="InputException">The file is missing, empty or damaged, the choice fails, or a cell is no
    /// number.</exception>
    public static NumberTable Read(string path, Choice choose)
    {
        using Stream stream = InputFile.OpenRead(path);
        return stream.CanSeek && ComponentCatalog.IsParquet(stream)
            ? ReadParquet(path, choose)
            : ReadCsv(path, stream, choose);
    }

    /// <summary>What is wrong with a row, counted from 0.</summary>
    public InputException Fault(int row, string column, string what) =>
        ParquetCatalog.Fault(_path, row, column, what);

    private static NumberTable ReadCsv(string path, Stream stream, Choice choose)
    {
        var reader = new CsvReader(path, stream);
        bool goesOn = reader.Read();
        IReadOnlyList<string> names = choose(
            reader.Names, [.. reader.Names.Where((_, column) => goesOn && reader.IsNumberOrEmpty(column))]);
        int[] columns = reader.Require([.. names]);
        List<double>[] values = [.. names.Select(_ => new List<double>())];
        for (; goesOn; goesOn = reader.Read())
        {
            for (int c = 0; c < columns.Length; c++)
            {
                values[c].Add(reader.NumberOrNaN(columns[c]));
            }
        }

        return new NumberTable(path, names, values);
    }

    private static NumberTable ReadParquet(string path, Choice choose)
    {
        using var table = ParquetTableFile.Open(path, ParquetCodec.Default);
        IReadOnlyList<string> names = choose(table.Names, table.NumericNames);
        List<double>[] values = [.. names.Select(_ => new List<double>())];
        foreach (RowGroupColumns group in table.RowGroups)
        {
            for (int c = 0; c < values.Length; c++)
            {
                values[c].AddRange(ParquetCatalog.Numbers(path, names[c], group.Any(names[c]))
                    .Select(value => double.IsFinite(value ?? double.NaN) ? value!.Value : double.NaN));
            }
        }

        return new NumberTable(path, names, values);
    }
}
