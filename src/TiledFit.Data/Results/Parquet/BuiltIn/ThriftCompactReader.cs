using System.Text;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>
/// Reads Thrift's compact protocol. A struct is read with
/// <c>int field = 0; while (reader.NextField(ref field, out ThriftType type)) switch (field) …</c>.
/// </summary>
internal ref struct ThriftCompactReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 32;

    private ByteCursor _cursor = new(bytes);

    public readonly int Position => _cursor.Position;

    /// <summary>False at the end of the struct.</summary>
    public bool NextField(ref int field, out ThriftType type)
    {
        byte header = _cursor.ReadByte();
        type = (ThriftType)(header & 0x0F);
        if (type == ThriftType.Stop)
        {
            return false;
        }
        int delta = header >> 4;
        field = delta != 0 ? field + delta : (short)_cursor.ReadZigZag();
        return true;
    }

    public long ReadInt64() => _cursor.ReadZigZag();

    public int ReadInt32()
    {
        long value = _cursor.ReadZigZag();
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw ParquetFault.Damaged($"{value} where a 32-bit number belongs");
    }

    public ReadOnlySpan<byte> ReadBinary() => _cursor.Take(_cursor.ReadCount());

    public string ReadString() => Encoding.UTF8.GetString(ReadBinary());

    /// <summary>Number of elements of a list, which take at least a byte each.</summary>
    public int ReadListHeader(out ThriftType elementType)
    {
        byte header = _cursor.ReadByte();
        elementType = (ThriftType)(header & 0x0F);
        int count = header >> 4 == 15 ? _cursor.ReadCount() : header >> 4;
        return count <= _cursor.Remaining
            ? count
            : throw ParquetFault.Damaged($"a list of {count} elements in {_cursor.Remaining} bytes");
    }

    /// <summary>Passes over a field's value.</summary>
    public void Skip(ThriftType type) => Skip(type, inList: false, depth: 0);

    private void Skip(ThriftType type, bool inList, int depth)
    {
        if (depth > MaxDepth)
        {
            throw ParquetFault.Damaged("its metadata is nested too deeply");
        }
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                // A field's truth value is its type; an element of a list is a byte.
                _cursor.Take(inList ? 1 : 0);
                break;
            case ThriftType.Byte:
                _cursor.Take(1);
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                _cursor.ReadVarint();
                break;
            case ThriftType.Double:
                _cursor.Take(8);
                break;
            case ThriftType.Binary:
                ReadBinary();
                break;
            case ThriftType.List or ThriftType.Set:
                for (int count = ReadListHeader(out ThriftType element); count > 0; count--)
                {
                    Skip(element, inList: true, depth + 1);
                }
                break;
            case ThriftType.Struct:
                for (int field = 0; NextField(ref field, out ThriftType fieldType);)
                {
                    Skip(fieldType, inList: false, depth + 1);
                }
                break;
            default:
                throw ParquetFault.Damaged($"unknown Thrift type {(int)type} in its metadata");
        }
    }
}
