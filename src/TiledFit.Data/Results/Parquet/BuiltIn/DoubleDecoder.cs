namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>DOUBLE.</summary>
internal sealed class DoubleDecoder : IValueDecoder<double>
{
    public static void Decode(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<double> values) =>
        FixedWidthValues.Decode(encoding, data, values);

    public static Array WithNulls(double[] values, bool[] present) => FixedWidthValues.WithNulls(values, present);
}
