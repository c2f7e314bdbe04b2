namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Where and how one column of a row group is stored (parquet.thrift, struct ColumnMetaData).</summary>
internal sealed record ColumnChunk
{
    public PhysicalType Type { get; init; }

    public ParquetCompression Compression { get; init; }

    public IReadOnlyList<string> Path { get; init; } = [];

    public long ValueCount { get; init; }

    public long UncompressedSize { get; init; }

    public long CompressedSize { get; init; }

    public long DataPageOffset { get; init; }

    public long? DictionaryPageOffset { get; init; }

    /// <summary>Written, not read.</summary>
    public ColumnStatistics? Statistics { get; init; }

    /// <summary>The metadata stands in another file.</summary>
    public bool IsElsewhere { get; init; }

    public void Write(ThriftCompactWriter writer)
    {
        // The field file_offset of a chunk is deprecated, and zero.
        writer.WriteInt64(2, 0);
        writer.WriteStruct(3, WriteMetadata);
    }

    public static ColumnChunk Read(ref ThriftCompactReader reader)
    {
        ColumnChunk? chunk = null;
        bool isElsewhere = false;
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1: isElsewhere = reader.ReadBinary().Length > 0; break;
                case 3: chunk = ReadMetadata(ref reader); break;
                default: reader.Skip(type); break;
            }
        }
        return (chunk ?? throw ParquetFault.Unsupported("column chunks without metadata (encrypted columns)"))
            with
        { IsElsewhere = isElsewhere };
    }

    private void WriteMetadata(ThriftCompactWriter writer)
    {
        writer.WriteInt32(1, (int)Type);
        writer.WriteInt32s(2, [(int)ParquetEncoding.Plain, (int)ParquetEncoding.Rle]);
        writer.WriteStrings(3, Path);
        writer.WriteInt32(4, (int)Compression);
        writer.WriteInt64(5, ValueCount);
        writer.WriteInt64(6, UncompressedSize);
        writer.WriteInt64(7, CompressedSize);
        writer.WriteInt64(9, DataPageOffset);
        if (Statistics is not null)
        {
            writer.WriteStruct(12, Statistics.Write);
        }
    }

    private static ColumnChunk ReadMetadata(ref ThriftCompactReader reader)
    {
        var chunk = new ColumnChunk();
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1: chunk = chunk with { Type = (PhysicalType)reader.ReadInt32() }; break;
                case 4: chunk = chunk with { Compression = (ParquetCompression)reader.ReadInt32() }; break;
                case 5: chunk = chunk with { ValueCount = reader.ReadInt64() }; break;
                case 6: chunk = chunk with { UncompressedSize = reader.ReadInt64() }; break;
                case 7: chunk = chunk with { CompressedSize = reader.ReadInt64() }; break;
                case 9: chunk = chunk with { DataPageOffset = reader.ReadInt64() }; break;
                case 11: chunk = chunk with { DictionaryPageOffset = reader.ReadInt64() }; break;
                default: reader.Skip(type); break;
            }
        }
        return chunk;
    }
}
