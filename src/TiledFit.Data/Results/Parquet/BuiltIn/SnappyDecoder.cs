namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>
/// Snappy's raw format (google/snappy, format_description.txt): the uncompressed length, then literals and copies from
/// what was already written, their kind in the two lowest bits of the tag.
/// </summary>
internal static class SnappyDecoder
{
    /// <summary>Fills <paramref name="output"/> exactly.</summary>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var cursor = new ByteCursor(input);
        int length = cursor.ReadCount();
        if (length != output.Length)
        {
            throw ParquetFault.Damaged($"a snappy page of {length} bytes where its header says {output.Length}");
        }
        int written = 0;
        while (cursor.Remaining > 0)
        {
            byte tag = cursor.ReadByte();
            written += (tag & 3) == 0
                ? Literal(ref cursor, tag, output[written..])
                : Copy(ref cursor, tag, output, written);
        }
        if (written != output.Length)
        {
            throw ParquetFault.Damaged($"a snappy page ends after {written} of {output.Length} bytes");
        }
    }

    private static int Literal(ref ByteCursor cursor, byte tag, Span<byte> output)
    {
        int code = tag >> 2;
        long length = 1 + (code < 60 ? code : ReadLittleEndian(ref cursor, code - 59));
        if (length > output.Length)
        {
            throw ParquetFault.Damaged("a snappy literal is longer than its page");
        }
        cursor.Take((int)length).CopyTo(output);
        return (int)length;
    }

    private static int Copy(ref ByteCursor cursor, byte tag, Span<byte> output, int written)
    {
        bool isShort = (tag & 3) == 1;
        int length = isShort ? 4 + (tag >> 2 & 7) : 1 + (tag >> 2);
        long offset = isShort
            ? (tag >> 5 << 8) + cursor.ReadByte()
            : ReadLittleEndian(ref cursor, (tag & 3) == 2 ? 2 : 4);
        if (offset == 0 || offset > written || length > output.Length - written)
        {
            throw ParquetFault.Damaged("a snappy copy reaches outside its page");
        }
        // Byte by byte: source and target may overlap, which repeats a pattern.
        for (int i = written; i < written + length; i++)
        {
            output[i] = output[i - (int)offset];
        }
        return length;
    }

    private static long ReadLittleEndian(ref ByteCursor cursor, int bytes)
    {
        long value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (long)cursor.ReadByte() << (8 * i);
        }
        return value;
    }
}
