namespace TiledFit.Data.Results.Parquet;

/// <summary>Reads a flat table row group by row group.</summary>
public interface IParquetTableReader : IDisposable
{
    /// <summary>The columns, those of required groups with dotted names.</summary>
    IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>The footer's key-value metadata.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Number of row groups.</summary>
    int RowGroupCount { get; }

    /// <summary>Rows in the file.</summary>
    long RowCount { get; }

    /// <summary>One column of one row group, as <see cref="IParquetTableWriter.WriteRowGroup"/> takes it.</summary>
    Array ReadColumn(int rowGroup, int column);
}
