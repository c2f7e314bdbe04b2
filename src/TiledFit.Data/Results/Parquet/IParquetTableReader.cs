namespace TiledFit.Data.Results.Parquet;

/// <summary>Reads a flat table row group by row group.</summary>
public interface IParquetTableReader : IDisposable
{
    /// <summary>
    /// The flat columns whose type is a <see cref="ParquetType"/> (FLOAT is read as double), those of groups with
    /// dotted names, nullable when the column or its group is optional. Columns that are repeated or of another type
    /// are left out.
    /// </summary>
    IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>The footer's key-value metadata.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Number of row groups.</summary>
    int RowGroupCount { get; }

    /// <summary>Rows in the file.</summary>
    long RowCount { get; }

    /// <summary>One column of one row group, as <see cref="IParquetTableWriter.WriteRowGroup"/> takes it.</summary>
    /// <exception cref="TiledFit.Core.InputException">Damaged, or with a feature that this codec lacks; the message
    /// names it.</exception>
    Array ReadColumn(int rowGroup, int column);
}
