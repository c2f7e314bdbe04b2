namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>BYTE_ARRAY without a logical type.</summary>
internal sealed class BinaryDecoder : IValueDecoder<byte[]>
{
    public static void Decode(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<byte[]> values) =>
        ByteArrayValues.Decode(encoding, data, values, bytes => bytes.ToArray());

    /// <remarks>The places without a value are null already.</remarks>
    public static Array WithNulls(byte[][] values, bool[] present) => values;
}
