using System.Buffers.Binary;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Reads the flat columns of a file; lengths are checked against the file before memory is taken.</summary>
internal sealed class BuiltInTableReader : IParquetTableReader
{
    private const int MaxRowGroupRows = 1 << 24;

    /// <summary>
    /// A run can repeat a value any number of times, so a few bytes can claim any number of rows: more than these need
    /// a bit of the file for each.
    /// </summary>
    private const int FreeRows = 1 << 20;

    private const int TailLength = 4 + ParquetMagic.Length;

    private readonly Stream _stream;
    private readonly long _footerStart;
    private readonly FileMetadata _file;
    private readonly IReadOnlyList<ColumnLeaf> _leaves;

    public BuiltInTableReader(Stream stream)
    {
        _stream = stream;
        _footerStart = FindFooter();
        _file = FileMetadata.Read(Read(_footerStart, stream.Length - TailLength - _footerStart));
        var schema = SchemaWalk.Over(_file.Schema);
        _leaves = schema.Leaves;
        Columns = [.. _leaves.Select(leaf => leaf.Column)];
        foreach (RowGroup group in _file.RowGroups)
        {
            Check(group, schema.StoredCount);
        }
        if (RowCount > Math.Max(FreeRows, 8 * stream.Length))
        {
            throw ParquetFault.Damaged($"{RowCount} rows in a file of {stream.Length} bytes");
        }
    }

    public IReadOnlyList<ParquetColumn> Columns { get; }

    public IReadOnlyDictionary<string, string> Metadata => _file.KeyValues;

    public int RowGroupCount => _file.RowGroups.Count;

    public long RowCount => _file.RowCount;

    public Array ReadColumn(int rowGroup, int column)
    {
        RowGroup group = _file.RowGroups[rowGroup];
        ColumnLeaf leaf = _leaves[column];
        ColumnChunk chunk = group.Chunks[leaf.ChunkIndex];
        try
        {
            return Decode(leaf, chunk, (int)group.RowCount);
        }
        catch (Core.InputException e)
        {
            throw new Core.InputException($"column '{leaf.Column.Name}', row group {rowGroup + 1}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        // The stream is the caller's.
    }

    private Array Decode(ColumnLeaf leaf, ColumnChunk chunk, int rows)
    {
        if (chunk.IsElsewhere)
        {
            throw ParquetFault.Unsupported("columns in another file");
        }
        if (chunk.Type != leaf.StoredType || chunk.ValueCount != rows)
        {
            throw ParquetFault.Damaged("the column's type or number of values is not the table's");
        }
        long start = chunk.DictionaryPageOffset is > 0 and { } dictionary && dictionary < chunk.DataPageOffset
            ? dictionary
            : chunk.DataPageOffset;
        byte[] bytes = Read(start, chunk.CompressedSize);
        return leaf.StoredType switch
        {
            PhysicalType.Int32 => Decode<int, Int32Decoder>(leaf, chunk, rows, bytes),
            PhysicalType.Int64 => Decode<long, Int64Decoder>(leaf, chunk, rows, bytes),
            PhysicalType.Float => Decode<double, FloatDecoder>(leaf, chunk, rows, bytes),
            PhysicalType.Double => Decode<double, DoubleDecoder>(leaf, chunk, rows, bytes),
            _ when leaf.Column.Type == ParquetType.String => Decode<string, StringDecoder>(leaf, chunk, rows, bytes),
            _ => Decode<byte[], BinaryDecoder>(leaf, chunk, rows, bytes),
        };
    }

    private static Array Decode<T, TDecoder>(ColumnLeaf leaf, ColumnChunk chunk, int rows, byte[] bytes)
        where TDecoder : IValueDecoder<T> =>
        new ColumnChunkDecoder<T, TDecoder>(chunk.Compression, leaf.MaxDefinitionLevel, rows).Decode(bytes);

    private long FindFooter()
    {
        const int smallest = ParquetMagic.Length + TailLength;
        if (_stream.Length < smallest)
        {
            throw new Core.InputException("not a Parquet file: it is shorter than a Parquet file can be");
        }
        byte[] tail = Read(_stream.Length - TailLength, TailLength);
        ReadOnlySpan<byte> magic = tail.AsSpan(4);
        if (magic.SequenceEqual(ParquetMagic.EncryptedFooter))
        {
            throw ParquetFault.Unsupported("encryption");
        }
        if (!magic.SequenceEqual(ParquetMagic.Plain))
        {
            throw new Core.InputException("not a Parquet file, or one that was cut off: it does not end with PAR1");
        }
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        return length <= _stream.Length - smallest
            ? _stream.Length - TailLength - length
            : throw ParquetFault.Damaged($"its footer claims {length} bytes of a file of {_stream.Length}");
    }

    private static void Check(RowGroup group, int storedColumns)
    {
        if (group.Chunks.Count != storedColumns)
        {
            throw ParquetFault.Damaged($"a row group of {group.Chunks.Count} columns in a table of {storedColumns}");
        }
        if (group.RowCount < 0)
        {
            throw ParquetFault.Damaged($"a row group of {group.RowCount} rows");
        }
        if (group.RowCount > MaxRowGroupRows)
        {
            throw new Core.InputException(
                $"a row group of {group.RowCount} rows is too large; write at most {MaxRowGroupRows} in each");
        }
    }

    private byte[] Read(long offset, long count)
    {
        if (offset < 0 || count < 0 || count > Array.MaxLength || offset > _stream.Length - count)
        {
            throw ParquetFault.Damaged($"{count} bytes at {offset} of a file of {_stream.Length}");
        }
        byte[] bytes = new byte[count];
        _stream.Position = offset;
        _stream.ReadExactly(bytes);
        return bytes;
    }
}
