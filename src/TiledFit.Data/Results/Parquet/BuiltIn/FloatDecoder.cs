namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>FLOAT, widened to double.</summary>
internal sealed class FloatDecoder : IValueDecoder<double>
{
    public static void Decode(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<double> values)
    {
        float[] narrow = new float[values.Length];
        FixedWidthValues.Decode<float>(encoding, data, narrow);
        for (int i = 0; i < narrow.Length; i++)
        {
            values[i] = narrow[i];
        }
    }

    public static Array WithNulls(double[] values, bool[] present) => FixedWidthValues.WithNulls(values, present);
}
