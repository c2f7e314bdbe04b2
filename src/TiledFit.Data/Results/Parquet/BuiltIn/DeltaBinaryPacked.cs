namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>
/// The encoding DELTA_BINARY_PACKED: differences in blocks of miniblocks, each with its own bit width, above the
/// block's smallest difference. Sums wrap around.
/// </summary>
internal static class DeltaBinaryPacked
{
    public static void Decode(ref ByteCursor cursor, Span<long> values)
    {
        int blockSize = cursor.ReadCount(), miniblocks = cursor.ReadCount(), count = cursor.ReadCount();
        long value = cursor.ReadZigZag();
        if (miniblocks == 0 || blockSize % miniblocks != 0 || blockSize / miniblocks is var size && size % 8 != 0
            || size == 0)
        {
            throw ParquetFault.Damaged($"delta blocks of {blockSize} values in {miniblocks} parts");
        }
        if (count < values.Length)
        {
            throw ParquetFault.Damaged($"{count} delta values where {values.Length} belong");
        }
        if (!values.IsEmpty)
        {
            values[0] = value;
            values = values[1..];
        }
        while (!values.IsEmpty)
        {
            DecodeBlock(ref cursor, miniblocks, size, ref value, ref values);
        }
    }

    private static void DecodeBlock(
        ref ByteCursor cursor, int miniblocks, int size, ref long value, ref Span<long> values)
    {
        long minDelta = cursor.ReadZigZag();
        ReadOnlySpan<byte> widths = cursor.Take(miniblocks);
        for (int m = 0; m < miniblocks && !values.IsEmpty; m++)
        {
            if (widths[m] > 64)
            {
                throw ParquetFault.Damaged($"delta values of {widths[m]} bits");
            }
            int count = Math.Min(size, values.Length);
            int needed = (int)(((long)count * widths[m] + 7) / 8);
            var bits = new BitReader(cursor.Take((int)Math.Min((long)size / 8 * widths[m],
                Math.Max(needed, cursor.Remaining))));
            foreach (ref long target in values[..count])
            {
                target = value = unchecked(value + minDelta + (long)bits.Read(widths[m]));
            }
            values = values[count..];
        }
    }
}
