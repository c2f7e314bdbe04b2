namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>INT64.</summary>
internal sealed class Int64Decoder : IValueDecoder<long>
{
    public static void Decode(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<long> values)
    {
        if (encoding == ParquetEncoding.DeltaBinaryPacked)
        {
            var cursor = new ByteCursor(data);
            DeltaBinaryPacked.Decode(ref cursor, values);
        }
        else
        {
            FixedWidthValues.Decode(encoding, data, values);
        }
    }

    public static Array WithNulls(long[] values, bool[] present) => FixedWidthValues.WithNulls(values, present);
}
