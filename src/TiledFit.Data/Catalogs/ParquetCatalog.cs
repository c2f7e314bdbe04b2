using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Catalogs;

/// <summary>Reads a catalog from Parquet; its columns may hold any kind of number.</summary>
internal static class ParquetCatalog
{
    public static IReadOnlyList<Gaussian> Read(string path, IParquetCodec codec, bool allowsNegative)
    {
        using var table = ParquetTableFile.Open(path, codec);
        var missing = CatalogColumns.Names.Where(name => !table.Has(name)).ToList();
        if (missing.Count > 0)
        {
            throw new InputException($"{path} has no column of numbers {string.Join(", ", missing)}");
        }
        var components = new List<Gaussian>();
        foreach (RowGroupColumns group in table.RowGroups)
        {
            AddRows(path, group, components, allowsNegative);
        }
        return components;
    }

    private static void AddRows(
        string path, RowGroupColumns group, List<Gaussian> components, bool allowsNegative)
    {
        int before = components.Count;
        double?[][] columns = [.. CatalogColumns.Names.Select(name => Numbers(path, name, group.Any(name)))];
        double[] values = new double[columns.Length];
        for (int row = 0; row < columns[0].Length; row++)
        {
            for (int c = 0; c < columns.Length; c++)
            {
                values[c] = columns[c][row]
                    ?? throw Fault(path, before + row, CatalogColumns.Names[c], "there is no value");
            }
            if (!CatalogColumns.TryRead(values, allowsNegative, out Gaussian component))
            {
                (string column, string what) = CatalogColumns.FindFault(values, allowsNegative);
                throw Fault(path, before + row, column, what);
            }
            components.Add(component);
        }
    }

    /// <summary>A column's values, whichever kind of number it holds.</summary>
    public static double?[] Numbers(string path, string name, Array values) => values switch
    {
        double?[] numbers => numbers,
        double[] numbers => Array.ConvertAll(numbers, value => (double?)value),
        long?[] numbers => Array.ConvertAll(numbers, value => (double?)value),
        long[] numbers => Array.ConvertAll(numbers, value => (double?)value),
        int?[] numbers => Array.ConvertAll(numbers, value => (double?)value),
        int[] numbers => Array.ConvertAll(numbers, value => (double?)value),
        _ => throw new InputException($"{path}, column {name}: holds no numbers"),
    };

    /// <summary>What is wrong with a row.</summary>
    public static InputException Fault(string path, int rowsBefore, string column, string what) =>
        new($"{path}, row {rowsBefore + 1}, column {column}: {what}");
}
