namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>What stands before a page (parquet.thrift, struct PageHeader and the header of its kind).</summary>
internal sealed record PageHeader
{
    public PageType Type { get; init; }

    public int UncompressedSize { get; init; }

    public int CompressedSize { get; init; }

    public int ValueCount { get; init; }

    public ParquetEncoding Encoding { get; init; }

    /// <summary>Of a v1 data page.</summary>
    public ParquetEncoding DefinitionLevelEncoding { get; init; } = ParquetEncoding.Rle;

    /// <summary>Of a v2 data page.</summary>
    public int DefinitionLevelBytes { get; init; }

    /// <summary>Of a v2 data page.</summary>
    public int RepetitionLevelBytes { get; init; }

    /// <summary>False where a v2 data page is left uncompressed within a compressed chunk.</summary>
    public bool IsCompressed { get; init; } = true;

    /// <summary>Writes the header of a v1 data page.</summary>
    public void Write(ThriftCompactWriter writer) => writer.WriteStructElement(w =>
    {
        w.WriteInt32(1, (int)PageType.Data);
        w.WriteInt32(2, UncompressedSize);
        w.WriteInt32(3, CompressedSize);
        w.WriteStruct(5, page =>
        {
            page.WriteInt32(1, ValueCount);
            page.WriteInt32(2, (int)Encoding);
            page.WriteInt32(3, (int)ParquetEncoding.Rle);
            page.WriteInt32(4, (int)ParquetEncoding.Rle);
        });
    });

    public static PageHeader Read(ref ThriftCompactReader reader)
    {
        var header = new PageHeader();
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1: header = header with { Type = (PageType)reader.ReadInt32() }; break;
                case 2: header = header with { UncompressedSize = reader.ReadInt32() }; break;
                case 3: header = header with { CompressedSize = reader.ReadInt32() }; break;
                // A dictionary page's header is the beginning of a v1 data page's.
                case 5 or 7: header = header.ReadDataPage(ref reader); break;
                case 8: header = header.ReadDataPageV2(ref reader); break;
                default: reader.Skip(type); break;
            }
        }
        return header.ValueCount >= 0 && header.UncompressedSize >= 0 && header.CompressedSize >= 0
            ? header
            : throw ParquetFault.Damaged("a page header with a negative length");
    }

    private PageHeader ReadDataPage(ref ThriftCompactReader reader)
    {
        PageHeader header = this;
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1: header = header with { ValueCount = reader.ReadInt32() }; break;
                case 2: header = header with { Encoding = (ParquetEncoding)reader.ReadInt32() }; break;
                case 3 when type == ThriftType.Int32:
                    header = header with { DefinitionLevelEncoding = (ParquetEncoding)reader.ReadInt32() };
                    break;
                default: reader.Skip(type); break;
            }
        }
        return header;
    }

    private PageHeader ReadDataPageV2(ref ThriftCompactReader reader)
    {
        PageHeader header = this;
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1: header = header with { ValueCount = reader.ReadInt32() }; break;
                case 4: header = header with { Encoding = (ParquetEncoding)reader.ReadInt32() }; break;
                case 5: header = header with { DefinitionLevelBytes = reader.ReadInt32() }; break;
                case 6: header = header with { RepetitionLevelBytes = reader.ReadInt32() }; break;
                case 7: header = header with { IsCompressed = type == ThriftType.True }; break;
                default: reader.Skip(type); break;
            }
        }
        return header;
    }
}
