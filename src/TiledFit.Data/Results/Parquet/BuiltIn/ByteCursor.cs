using System.Buffers.Binary;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Reads forward through bytes; every read is checked against what is left.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ReadOnlySpan<byte> TakeRest() => Take(Remaining);

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            throw ParquetFault.Damaged($"{count} bytes expected where {Remaining} are left");
        }
        ReadOnlySpan<byte> taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>An unsigned LEB128 number of at most 64 bits.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
        throw ParquetFault.Damaged("a variable-length number has more than 64 bits");
    }

    /// <summary>A signed number, the sign in the lowest bit.</summary>
    public long ReadZigZag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A varint that counts or measures something and so is an int ≥ 0.</summary>
    public int ReadCount()
    {
        ulong value = ReadVarint();
        return value <= int.MaxValue ? (int)value : throw ParquetFault.Damaged($"a length of {value}");
    }
}
