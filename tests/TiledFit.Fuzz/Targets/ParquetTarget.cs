using TiledFit.Core;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Fuzz.Targets;

/// <summary>The built-in Parquet reader: files of its own, of DuckDB and of hyparquet.</summary>
internal sealed class ParquetTarget : IFuzzTarget
{
    public string Name => "parquet";

    public IReadOnlyList<byte[]> Corpus { get; } =
    [
        .. ParquetSamples.Written(), ParquetSamples.Stored("duckdb-v1-snappy.parquet"),
        ParquetSamples.Stored("duckdb-v2-gzip.parquet"), ParquetSamples.Stored("duckdb-v2-uncompressed.parquet"),
        ParquetSamples.Stored("hyparquet-dictionary-snappy.parquet"),
        ParquetSamples.Stored("hyparquet-delta-uncompressed.parquet"),
    ];

    /// <summary>A batch of 2²⁰ rows of a column: values, levels, indices, and the nullable copy.</summary>
    public long FixedBytes => 48L << 20;

    /// <summary>Deflate's densest code, twice: the page, and what is decoded from it.</summary>
    public long BytesPerByte => 2 * 1040;

    public void Parse(byte[] input)
    {
        using IParquetTableReader table = new BuiltInParquetCodec().Open(new MemoryStream(input));
        for (int group = 0; group < table.RowGroupCount; group++)
        {
            for (int column = 0; column < table.Columns.Count; column++)
            {
                table.ReadColumn(group, column);
            }
        }
    }

    public bool IsDocumented(Exception exception) => exception is InputException;
}
