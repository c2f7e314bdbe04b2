using System.IO.Compression;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Compresses and decompresses the bytes of a page.</summary>
internal static class PageCompression
{
    /// <summary>Deflate's densest code stores 258 bytes in two bits; with a margin for headers.</summary>
    private const int MaxGzipRatio = 1040;

    /// <summary>Snappy's densest code stores 64 bytes in three.</summary>
    private const int MaxSnappyRatio = 22;

    public static byte[] Compress(ParquetCompression compression, byte[] page)
    {
        if (compression == ParquetCompression.Uncompressed)
        {
            return page;
        }
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(page);
        }
        return compressed.ToArray();
    }

    /// <summary>The page's bytes; their number is checked before memory is taken.</summary>
    public static ReadOnlySpan<byte> Decompress(
        ParquetCompression compression, ReadOnlySpan<byte> stored, int uncompressedSize)
    {
        if (compression == ParquetCompression.Uncompressed)
        {
            CheckSize(uncompressedSize == stored.Length, stored.Length, uncompressedSize);
            return stored;
        }
        return compression switch
        {
            // A page of nulls only may come with no bytes at all.
            ParquetCompression.Gzip or ParquetCompression.Snappy when stored.IsEmpty && uncompressedSize == 0 => stored,
            ParquetCompression.Gzip => Inflate(stored, uncompressedSize),
            ParquetCompression.Snappy => Unsnap(stored, uncompressedSize),
            _ => throw ParquetFault.Unsupported($"{Name(compression)} compression"),
        };
    }

    private static byte[] Inflate(ReadOnlySpan<byte> stored, int uncompressedSize)
    {
        CheckSize(uncompressedSize <= (long)stored.Length * MaxGzipRatio, stored.Length, uncompressedSize);
        byte[] page = new byte[uncompressedSize];
        using var gzip = new GZipStream(new MemoryStream(stored.ToArray()), CompressionMode.Decompress);
        try
        {
            gzip.ReadExactly(page);
            if (gzip.ReadByte() >= 0)
            {
                throw ParquetFault.Damaged($"a gzip page is longer than the {page.Length} bytes its header says");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw ParquetFault.Damaged($"a gzip page cannot be decompressed ({e.Message})");
        }
        return page;
    }

    private static byte[] Unsnap(ReadOnlySpan<byte> stored, int uncompressedSize)
    {
        CheckSize(uncompressedSize <= (long)stored.Length * MaxSnappyRatio, stored.Length, uncompressedSize);
        byte[] page = new byte[uncompressedSize];
        SnappyDecoder.Decode(stored, page);
        return page;
    }

    private static void CheckSize(bool isPossible, int storedSize, int uncompressedSize)
    {
        if (!isPossible)
        {
            throw ParquetFault.Damaged($"a page of {storedSize} bytes that claims to hold {uncompressedSize}");
        }
    }

    private static string Name(ParquetCompression compression) =>
        Enum.IsDefined(compression) ? compression.ToString().ToLowerInvariant() : $"(unknown, {(int)compression})";
}
