namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>INT32.</summary>
internal sealed class Int32Decoder : IValueDecoder<int>
{
    public static void Decode(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<int> values)
    {
        if (encoding != ParquetEncoding.DeltaBinaryPacked)
        {
            FixedWidthValues.Decode(encoding, data, values);
            return;
        }
        long[] wide = new long[values.Length];
        var cursor = new ByteCursor(data);
        DeltaBinaryPacked.Decode(ref cursor, wide);
        for (int i = 0; i < wide.Length; i++)
        {
            values[i] = unchecked((int)wide[i]);
        }
    }

    public static Array WithNulls(int[] values, bool[] present) => FixedWidthValues.WithNulls(values, present);
}
