using System.Runtime.InteropServices;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>
/// Frames between a program and its reader: a byte for the <see cref="FrameKind"/>, the payload's length as a 32-bit
/// integer, the payload. Both run on one machine, so numbers have its byte order.
/// </summary>
internal static class FrameStream
{
    /// <summary>What a payload may have at most that is not read into a place of known size: a description with a
    /// coordinate reference system, or a FITS header's cards.</summary>
    public const int MostBytes = 1 << 20;

    private const int HeaderBytes = 5;

    /// <summary>Writes a frame.</summary>
    public static void WriteFrame(this Stream stream, FrameKind kind, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header[0] = (byte)kind;
        MemoryMarshal.Write(header[1..], payload.Length);
        stream.Write(header);
        stream.Write(payload);
        stream.Flush();
    }

    /// <summary>Reads a frame's kind and the length of the payload that follows; nothing is allocated for it.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    /// <exception cref="InvalidDataException">The length is negative.</exception>
    public static (FrameKind Kind, int Length) ReadFrameHeader(this Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        stream.ReadExactly(header);
        int length = MemoryMarshal.Read<int>(header[1..]);
        return length >= 0
            ? ((FrameKind)header[0], length)
            : throw new InvalidDataException($"a frame of {length} bytes");
    }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="InvalidDataException">It is longer than <see cref="MostBytes"/>.</exception>
    public static byte[] ReadPayload(this Stream stream, int length)
    {
        if (length > MostBytes)
        {
            throw new InvalidDataException($"a frame of {length} bytes");
        }

        byte[] payload = new byte[length];
        stream.ReadExactly(payload);
        return payload;
    }
}
