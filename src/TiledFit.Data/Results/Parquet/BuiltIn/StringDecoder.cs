using System.Text;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>BYTE_ARRAY that holds UTF-8.</summary>
internal sealed class StringDecoder : IValueDecoder<string>
{
    public static void Decode(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<string> values) =>
        ByteArrayValues.Decode(encoding, data, values, Encoding.UTF8.GetString);

    /// <remarks>The places without a value are null already.</remarks>
    public static Array WithNulls(string[] values, bool[] present) => values;
}
