namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>
/// Parquet without a library, for flat tables. Writes plain v1 pages, with gzip where
/// it pays or uncompressed. Reads PLAIN, dictionary,
/// DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY and BYTE_STREAM_SPLIT in v1 and v2 pages, uncompressed, gzip or snappy,
/// and names whatever else it meets. Columns that are nested, repeated or of another type are left out.
/// </summary>
internal sealed class BuiltInParquetCodec : IParquetCodec
{
    private readonly ParquetCompression _compression;

    public BuiltInParquetCodec(ParquetCompression compression = ParquetCompression.Gzip)
    {
        if (compression is not (ParquetCompression.Uncompressed or ParquetCompression.Gzip))
        {
            throw new ArgumentOutOfRangeException(nameof(compression), compression, "Cannot be written.");
        }
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Values are copied as they stand in little-endian memory.");
        }
        _compression = compression;
    }

    public string Name => "built-in";

    // The convention of Parquet's writers: application, "version", version.
    private static string CreatedBy { get; } =
        $"TiledFit version {typeof(BuiltInParquetCodec).Assembly.GetName().Version?.ToString(3)}";

    public IParquetTableWriter Create(
        Stream stream, IReadOnlyList<ParquetColumn> columns, IReadOnlyDictionary<string, string> metadata) =>
        new BuiltInTableWriter(stream, columns, metadata, _compression, CreatedBy);

    public IParquetTableReader Open(Stream stream) => new BuiltInTableReader(stream);
}
