namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>What the decoders of BYTE_ARRAY share.</summary>
internal static class ByteArrayValues
{
    /// <summary>PLAIN (length, bytes; length, bytes; …) and DELTA_LENGTH_BYTE_ARRAY (all lengths, all bytes).</summary>
    public static void Decode<T>(
        ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<T> values, Func<ReadOnlySpan<byte>, T> convert)
    {
        var cursor = new ByteCursor(data);
        switch (encoding)
        {
            case ParquetEncoding.Plain:
                foreach (ref T value in values)
                {
                    value = convert(cursor.Take(cursor.ReadInt32()));
                }
                break;
            case ParquetEncoding.DeltaLengthByteArray:
                long[] lengths = new long[values.Length];
                DeltaBinaryPacked.Decode(ref cursor, lengths);
                for (int i = 0; i < lengths.Length; i++)
                {
                    values[i] = convert(cursor.Take((int)Math.Clamp(lengths[i], -1, int.MaxValue)));
                }
                break;
            default:
                throw FixedWidthValues.Unsupported(encoding);
        }
    }
}
