using System.Runtime.InteropServices;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>What the decoders of numbers share.</summary>
internal static class FixedWidthValues
{
    /// <summary>PLAIN (little-endian) and BYTE_STREAM_SPLIT (all first bytes, all second bytes, …).</summary>
    public static void Decode<T>(ParquetEncoding encoding, ReadOnlySpan<byte> data, Span<T> values)
        where T : unmanaged
    {
        Span<byte> target = MemoryMarshal.AsBytes(values);
        ReadOnlySpan<byte> source = new ByteCursor(data).Take(target.Length);
        switch (encoding)
        {
            case ParquetEncoding.Plain:
                source.CopyTo(target);
                break;
            case ParquetEncoding.ByteStreamSplit:
                Unsplit(source, target, target.Length / Math.Max(1, values.Length));
                break;
            default:
                throw Unsupported(encoding);
        }
    }

    public static Array WithNulls<T>(T[] values, bool[] present)
        where T : struct
    {
        var nullable = new T?[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            nullable[i] = present[i] ? values[i] : null;
        }
        return nullable;
    }

    public static Exception Unsupported(ParquetEncoding encoding) =>
        ParquetFault.Unsupported($"the encoding {encoding} ({(int)encoding})");

    private static void Unsplit(ReadOnlySpan<byte> source, Span<byte> target, int width)
    {
        int count = target.Length / width;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i % width * count + i / width];
        }
    }
}
