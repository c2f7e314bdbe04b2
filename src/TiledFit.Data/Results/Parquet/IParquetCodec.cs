namespace TiledFit.Data.Results.Parquet;

/// <summary>The seam between the result tables and the library that writes and reads Parquet.</summary>
public interface IParquetCodec
{
    /// <summary>For <c>tiledfit --version</c>, such as "Parquet.Net 5.1.0" or "built-in".</summary>
    string Name { get; }

    /// <summary>Starts a file on a writable stream; the footer is written when the writer is disposed.</summary>
    /// <param name="stream">Seekable or not; left open.</param>
    /// <param name="columns">The table's columns.</param>
    /// <param name="metadata">The footer's key-value metadata.</param>
    IParquetTableWriter Create(
        Stream stream, IReadOnlyList<ParquetColumn> columns, IReadOnlyDictionary<string, string> metadata);

    /// <summary>Opens a file on a seekable stream, which is left open.</summary>
    /// <exception cref="TiledFit.Core.InputException">Not Parquet, damaged, or with a feature that this codec lacks;
    /// the message names it.</exception>
    IParquetTableReader Open(Stream stream);
}
