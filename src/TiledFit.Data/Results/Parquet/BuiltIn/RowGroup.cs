namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>A horizontal slice of the table (parquet.thrift, struct RowGroup).</summary>
internal sealed record RowGroup(IReadOnlyList<ColumnChunk> Chunks, long RowCount)
{
    public void Write(ThriftCompactWriter writer)
    {
        writer.WriteStructs(1, Chunks, (w, chunk) => chunk.Write(w));
        writer.WriteInt64(2, Chunks.Sum(chunk => chunk.UncompressedSize));
        writer.WriteInt64(3, RowCount);
        writer.WriteInt64(5, Chunks[0].DataPageOffset);
        writer.WriteInt64(6, Chunks.Sum(chunk => chunk.CompressedSize));
    }

    public static RowGroup Read(ref ThriftCompactReader reader)
    {
        var chunks = new List<ColumnChunk>();
        long rowCount = 0;
        for (int field = 0; reader.NextField(ref field, out ThriftType type);)
        {
            switch (field)
            {
                case 1:
                    for (int count = reader.ReadListHeader(out _); count > 0; count--)
                    {
                        chunks.Add(ColumnChunk.Read(ref reader));
                    }
                    break;
                case 3: rowCount = reader.ReadInt64(); break;
                default: reader.Skip(type); break;
            }
        }
        return new RowGroup(chunks, rowCount);
    }
}
