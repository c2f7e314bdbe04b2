using System.Buffers.Binary;
using System.IO.Compression;

namespace TiledFit.Data.Rasters;

/// <summary>
/// Encodes a PNG image row by row (W3C, Portable Network Graphics, second edition, 2003; sections cited below), keeping
/// two rows in memory.
/// </summary>
public sealed class PngEncoder : IDisposable
{
    private const int IdatBytes = 1 << 16;

    private readonly int _height, _rowBytes;
    private readonly Stream _stream;
    private readonly ZLibStream _pixels;
    private readonly PngRowFilter _filter;
    private int _rows;

    /// <summary>Starts an image.</summary>
    /// <param name="stream">Where to write; left open.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colorType">Channels.</param>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    public PngEncoder(Stream stream, int width, int height, PngColorType colorType)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        int channels = colorType switch
        {
            PngColorType.Grey => 1,
            PngColorType.Rgb => 3,
            PngColorType.Rgba => 4,
            _ => throw new ArgumentOutOfRangeException(nameof(colorType)),
        };
        (_stream, _height, _rowBytes) = (stream, height, checked(width * channels));
        _filter = new PngRowFilter(_rowBytes, channels);
        WriteHeader(width, height, colorType);
        _pixels = new ZLibStream(
            new BufferedStream(new PngIdatStream(stream), IdatBytes), CompressionLevel.Optimal, leaveOpen: false);
    }

    /// <summary>Writes the next row.</summary>
    /// <param name="row">width · channels bytes, pixel by pixel.</param>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        if (row.Length != _rowBytes)
        {
            throw new ArgumentException($"{row.Length} bytes for a row of {_rowBytes}", nameof(row));
        }

        if (_rows == _height)
        {
            throw new InvalidOperationException($"all {_height} rows were written");
        }

        _pixels.Write(_filter.Apply(row));
        _rows++;
    }

    /// <summary>Ends the image.</summary>
    /// <exception cref="InvalidOperationException">Not every row was written.</exception>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    public void Complete()
    {
        if (_rows != _height)
        {
            throw new InvalidOperationException($"{_rows} of {_height} rows were written");
        }

        _pixels.Dispose();
        PngChunk.Write(_stream, "IEND"u8, []);
    }

    /// <inheritdoc/>
    public void Dispose() => _pixels.Dispose();

    private void WriteHeader(int width, int height, PngColorType colorType)
    {
        _stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // Bit depth, colour type, compression and filter method 0, not interlaced (11.2.2).
        header[8] = 8;
        header[9] = (byte)colorType;
        header[10..].Clear();
        PngChunk.Write(_stream, "IHDR"u8, header);
    }
}
