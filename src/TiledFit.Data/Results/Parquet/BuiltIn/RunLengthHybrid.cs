using System.Buffers.Binary;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>
/// The encoding RLE of levels and dictionary indices: a sequence of runs, each with a varint header h; h even: h/2
/// times one value; h odd: (h−1)/2 groups of eight bit-packed values.
/// </summary>
internal static class RunLengthHybrid
{
    public static int BitWidth(int maxValue) => 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)maxValue);

    /// <summary>Fills <paramref name="values"/>.</summary>
    public static void Decode(ReadOnlySpan<byte> data, int bitWidth, Span<int> values)
    {
        if (bitWidth > 32)
        {
            throw ParquetFault.Damaged($"values of {bitWidth} bits");
        }
        var cursor = new ByteCursor(data);
        while (!values.IsEmpty)
        {
            int header = cursor.ReadCount();
            bool isPacked = (header & 1) != 0;
            int count = (int)Math.Min(isPacked ? (header >> 1) * 8L : header >> 1, values.Length);
            if (isPacked)
            {
                Unpack(ref cursor, header >> 1, bitWidth, values[..count]);
            }
            else
            {
                values[..count].Fill(ReadRepeated(ref cursor, bitWidth));
            }
            values = values[count..];
        }
    }

    /// <summary>Definition levels of an optional column without optional groups: 1 where a value is present.</summary>
    public static byte[] EncodePresence(ReadOnlySpan<bool> present)
    {
        var runs = new MemoryStream();
        bool isUniform = !present.Contains(!present[0]);
        WriteVarint(runs, isUniform ? (uint)present.Length << 1 : (uint)(present.Length + 7) / 8 << 1 | 1);
        if (isUniform)
        {
            runs.WriteByte(present[0] ? (byte)1 : (byte)0);
        }
        else
        {
            WritePacked(runs, present);
        }
        return runs.ToArray();
    }

    private static void Unpack(ref ByteCursor cursor, int groups, int bitWidth, Span<int> values)
    {
        // Some writers cut the last group off after the last value.
        int needed = (int)(((long)values.Length * bitWidth + 7) / 8);
        int taken = (int)Math.Min((long)groups * bitWidth, Math.Max(needed, cursor.Remaining));
        var bits = new BitReader(cursor.Take(taken));
        foreach (ref int value in values)
        {
            value = (int)bits.Read(bitWidth);
        }
    }

    private static int ReadRepeated(ref ByteCursor cursor, int bitWidth)
    {
        Span<byte> padded = stackalloc byte[4];
        cursor.Take((bitWidth + 7) / 8).CopyTo(padded);
        return BinaryPrimitives.ReadInt32LittleEndian(padded);
    }

    private static void WritePacked(MemoryStream runs, ReadOnlySpan<bool> present)
    {
        for (int first = 0; first < present.Length; first += 8)
        {
            int bits = 0;
            for (int i = first; i < Math.Min(first + 8, present.Length); i++)
            {
                bits |= present[i] ? 1 << (i - first) : 0;
            }
            runs.WriteByte((byte)bits);
        }
    }

    private static void WriteVarint(MemoryStream stream, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }
        stream.WriteByte((byte)value);
    }
}
