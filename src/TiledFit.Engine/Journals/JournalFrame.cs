using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TiledFit.Engine.Journals;

/// <summary>
/// Tells whole bytes from damaged ones: a header before what is stored, 32 bytes, little endian.
/// <code>
/// magic "TILEDFIT" · version (int32) · content (int32) · length of what follows the header (int64) · checksum (uint64)
/// </code>
/// The checksum is the first eight bytes of SHA-256 over the header's first 24 bytes and all that follows it.
/// </summary>
internal static class JournalFrame
{
    private const int Version = 1;

    private static readonly ulong Magic = BitConverter.ToUInt64("TILEDFIT"u8);

    /// <summary>Puts the header before a payload.</summary>
    public static byte[] Wrap(JournalContent content, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[checked(Unsafe.SizeOf<Header>() + payload.Length)];
        Span<byte> body = bytes.AsSpan(Unsafe.SizeOf<Header>());
        payload.CopyTo(body);
        var header = new Header(Magic, Version, content, payload.Length, 0);
        MemoryMarshal.Write(bytes, header with { Checksum = ChecksumOf(header, body) });
        return bytes;
    }

    /// <summary>The payload, checked.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or hold something else.</exception>
    public static ReadOnlySpan<byte> Unwrap(JournalContent content, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Unsafe.SizeOf<Header>())
        {
            throw new InvalidDataException($"it ends after {bytes.Length} bytes, within its header");
        }

        var header = MemoryMarshal.Read<Header>(bytes);
        ReadOnlySpan<byte> payload = bytes[Unsafe.SizeOf<Header>()..];
        if (header.Magic != Magic)
        {
            throw new InvalidDataException("it was not written by this program, or its first bytes are damaged");
        }

        if (header.Version != Version)
        {
            throw new InvalidDataException($"it has format version {header.Version}; this program reads {Version}");
        }

        if (header.Length != payload.Length)
        {
            throw new InvalidDataException(
                $"it should hold {header.Length} bytes after its header and holds {payload.Length}");
        }

        if (header.Checksum != ChecksumOf(header, payload))
        {
            throw new InvalidDataException("it is damaged: its checksum does not match");
        }

        return header.Content == content
            ? payload
            : throw new InvalidDataException($"it holds content {(int)header.Content} instead of {(int)content}");
    }

    private static ulong ChecksumOf(in Header header, ReadOnlySpan<byte> payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Header>(in header));
        hash.AppendData(bytes[..^sizeof(ulong)]);
        hash.AppendData(payload);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return MemoryMarshal.Read<ulong>(digest);
    }

    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    private readonly record struct Header(
        ulong Magic, int Version, JournalContent Content, long Length, ulong Checksum);
}
