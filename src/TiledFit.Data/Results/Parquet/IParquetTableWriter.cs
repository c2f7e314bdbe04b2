namespace TiledFit.Data.Results.Parquet;

/// <summary>Writes a flat table row group by row group. Dispose writes the footer.</summary>
public interface IParquetTableWriter : IDisposable
{
    /// <summary>
    /// Writes one row group with min/max/null-count statistics.
    /// </summary>
    /// <param name="columns">One array a column, all of one length, element type by
    /// <see cref="ParquetColumn.Type"/>: int[], long[], double[], string[] or byte[][]; for a nullable column int?[],
    /// long?[], double?[], string?[] or byte[]?[].</param>
    void WriteRowGroup(IReadOnlyList<Array> columns);

    /// <summary>Adds to the footer's key-value metadata what is known only when the rows are.</summary>
    void AddMetadata(string key, string value);
}
