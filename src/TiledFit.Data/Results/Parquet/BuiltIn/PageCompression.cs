using System.IO.Compression;

namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>Compresses and decompresses the bytes of a page.</summary>
internal static class PageCompression
{
    /// <summary>Deflate's densest code stores 258 bytes in two bits; with a margin for headers.</summary>
    private const int MaxGzipRatio = 1040;

    /// <summary>Snappy's densest code stores 64 bytes in three.</summary>
    private const int MaxSnappyRatio = 22;

    private const int SampleLength = 1 << 16;

    private const double WorthwhileRatio = 0.9;

    /// <summary>Compresses a page where that pays; says with what.</summary>
    /// <remarks>
    /// Doubles of full precision do not shrink, and trying to takes ten times as long as all the rest of writing: the
    /// page's beginning decides.
    /// </remarks>
    public static (ParquetCompression Compression, byte[] Stored) Compress(ParquetCompression wanted, byte[] page)
    {
        int sample = Math.Min(page.Length, SampleLength);
        return wanted == ParquetCompression.Gzip && Deflate(page.AsSpan(0, sample)).Length <= WorthwhileRatio * sample
            ? (ParquetCompression.Gzip, Deflate(page))
            : (ParquetCompression.Uncompressed, page);
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

    private static byte[] Deflate(ReadOnlySpan<byte> page)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(page);
        }
        return compressed.ToArray();
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
