using TiledFit.Core.Model;

namespace TiledFit.Data.Catalogs;

/// <summary>Reads a catalog from CSV.</summary>
internal static class CsvCatalog
{
    public static IReadOnlyList<Gaussian> Read(string path, Stream stream, bool allowsNegative)
    {
        var reader = new CsvReader(path, stream);
        int[] columns = reader.Require([.. CatalogColumns.Names]);
        var values = new double[columns.Length];
        var components = new List<Gaussian>();
        while (reader.Read())
        {
            for (int c = 0; c < columns.Length; c++)
            {
                values[c] = reader.Number(columns[c]);
            }

            if (!CatalogColumns.TryRead(values, allowsNegative, out Gaussian component))
            {
                (string column, string what) = CatalogColumns.FindFault(values, allowsNegative);
                throw reader.Fault(column, what);
            }

            components.Add(component);
        }

        return components;
    }
}
