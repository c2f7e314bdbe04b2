using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// The states of jobs and regions, and their messages, as UTF-8 JSON, in gzip from 16 KiB on: a region's state is mostly
/// names, the same for each tile. Numbers come back bit for bit.
/// </summary>
public static class JobStateFormat
{
    private const int LongestPlain = 16 * 1024;

    // RFC 1952, ID1 and ID2; no JSON text begins so.
    private static readonly byte[] GzipMark = [0x1f, 0x8b];

    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a value.</summary>
    public static byte[] Write<T>(T value)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        return text.Length < LongestPlain ? text : Compress(text);
    }

    /// <summary>Writes a value once its bytes are asked for.</summary>
    /// <param name="value">Never changes.</param>
    public static Func<byte[]> Defer<T>(T value) => () => Write(value);

    /// <summary>Reads a value.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> wrote.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return (bytes.StartsWith(GzipMark) ? Decompress<T>(bytes) : JsonSerializer.Deserialize<T>(bytes, Options))
                ?? throw new InvalidDataException($"a stored {typeof(T).Name} is empty.");
        }
        // The latter where a message does not say which kind it is.
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"a stored {typeof(T).Name} cannot be read: {e.Message}", e);
        }
    }

    private static byte[] Compress(byte[] text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(text);
        }

        return compressed.ToArray();
    }

    private static T? Decompress<T>(ReadOnlySpan<byte> bytes)
    {
        using var gzip = new GZipStream(new MemoryStream([.. bytes]), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(gzip, Options);
    }
}
