using System.Text;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Writes Thrift's compact protocol into memory.</summary>
internal sealed class ThriftCompactWriter
{
    private readonly MemoryStream _bytes = new();
    private readonly Stack<int> _enclosing = new();
    private int _lastField;

    public ReadOnlySpan<byte> Written => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    public void WriteInt32(int field, int value)
    {
        BeginField(field, ThriftType.Int32);
        WriteZigZag(value);
    }

    public void WriteInt64(int field, long value)
    {
        BeginField(field, ThriftType.Int64);
        WriteZigZag(value);
    }

    public void WriteString(int field, string value) => WriteBinary(field, Encoding.UTF8.GetBytes(value));

    public void WriteBinary(int field, ReadOnlySpan<byte> value)
    {
        BeginField(field, ThriftType.Binary);
        WriteBinaryElement(value);
    }

    public void WriteStruct(int field, Action<ThriftCompactWriter> content)
    {
        BeginField(field, ThriftType.Struct);
        WriteStructElement(content);
    }

    public void WriteEmptyStruct(int field) => WriteStruct(field, _ => { });

    public void WriteStructs<T>(int field, IReadOnlyCollection<T> items, Action<ThriftCompactWriter, T> content)
    {
        BeginList(field, ThriftType.Struct, items.Count);
        foreach (T item in items)
        {
            WriteStructElement(writer => content(writer, item));
        }
    }

    public void WriteInt32s(int field, IReadOnlyCollection<int> values)
    {
        BeginList(field, ThriftType.Int32, values.Count);
        foreach (int value in values)
        {
            WriteZigZag(value);
        }
    }

    public void WriteStrings(int field, IReadOnlyCollection<string> values)
    {
        BeginList(field, ThriftType.Binary, values.Count);
        foreach (string value in values)
        {
            WriteBinaryElement(Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>A struct on its own or as an element of a list.</summary>
    public void WriteStructElement(Action<ThriftCompactWriter> content)
    {
        _enclosing.Push(_lastField);
        _lastField = 0;
        content(this);
        _bytes.WriteByte((byte)ThriftType.Stop);
        _lastField = _enclosing.Pop();
    }

    private void BeginList(int field, ThriftType elementType, int count)
    {
        BeginField(field, ThriftType.List);
        _bytes.WriteByte((byte)(Math.Min(count, 15) << 4 | (int)elementType));
        if (count >= 15)
        {
            WriteVarint((ulong)count);
        }
    }

    // Fields are written in ascending order with ids at most 15 apart, as all of Parquet's are.
    private void BeginField(int field, ThriftType type)
    {
        _bytes.WriteByte((byte)((field - _lastField) << 4 | (int)type));
        _lastField = field;
    }

    private void WriteBinaryElement(ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
    }

    private void WriteZigZag(long value) => WriteVarint((ulong)(value << 1 ^ value >> 63));

    private void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.WriteByte((byte)(value | 0x80));
        }
        _bytes.WriteByte((byte)value);
    }
}
