using System.Buffers.Binary;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Writes each column of a row group as one plain v1 data page, so a row group should stay small.</summary>
internal sealed class BuiltInTableWriter : IParquetTableWriter
{
    private readonly Stream _stream;
    private readonly IReadOnlyList<ParquetColumn> _columns;
    private readonly Dictionary<string, string> _metadata;
    private readonly ParquetCompression _compression;
    private readonly string _createdBy;
    private readonly IReadOnlyList<SchemaElement> _schema;
    private readonly List<RowGroup> _rowGroups = [];
    private long _position;
    private bool _disposed;

    public BuiltInTableWriter(
        Stream stream, IReadOnlyList<ParquetColumn> columns, IReadOnlyDictionary<string, string> metadata,
        ParquetCompression compression, string createdBy)
    {
        _stream = stream;
        _columns = columns;
        _metadata = new Dictionary<string, string>(metadata);
        _compression = compression;
        _createdBy = createdBy;
        _schema = FlatSchema.ToElements(columns);
        Write(ParquetMagic.Plain);
    }

    public void WriteRowGroup(IReadOnlyList<Array> columns)
    {
        if (columns.Count != _columns.Count || columns.Any(column => column.Length != columns[0].Length))
        {
            throw new ArgumentException("One array a column, all of one length, is needed.", nameof(columns));
        }
        if (columns[0].Length > 0)
        {
            var chunks = _columns.Zip(columns, WriteChunk).ToList();
            _rowGroups.Add(new RowGroup(chunks, columns[0].Length));
        }
    }

    public void AddMetadata(string key, string value) => _metadata.Add(key, value);

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        var footer = new ThriftCompactWriter();
        new FileMetadata(_schema, _rowGroups, _metadata).Write(footer, _createdBy);
        Write(footer.Written);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Written.Length);
        Write(length);
        Write(ParquetMagic.Plain);
    }

    private ColumnChunk WriteChunk(ParquetColumn column, Array values)
    {
        EncodedColumn encoded = ColumnEncoder.Encode(column, values);
        (ParquetCompression compression, byte[] stored) = PageCompression.Compress(_compression, encoded.Body);
        var header = new ThriftCompactWriter();
        new PageHeader
        {
            Type = PageType.Data,
            UncompressedSize = encoded.Body.Length,
            CompressedSize = stored.Length,
            ValueCount = values.Length,
            Encoding = ParquetEncoding.Plain,
        }.Write(header);
        long offset = _position;
        Write(header.Written);
        Write(stored);
        return new ColumnChunk
        {
            Type = FlatSchema.StoredType(column.Type),
            Compression = compression,
            Path = FlatSchema.Path(column),
            ValueCount = values.Length,
            UncompressedSize = header.Written.Length + encoded.Body.Length,
            CompressedSize = header.Written.Length + stored.Length,
            DataPageOffset = offset,
            Statistics = encoded.Statistics,
        };
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }
}
