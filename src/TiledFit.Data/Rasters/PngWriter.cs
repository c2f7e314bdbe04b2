using System.Buffers.Binary;
using System.IO.Compression;
using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>
/// Writes a PNG image row by row (W3C, Portable Network Graphics, second edition, 2003; sections cited below), keeping
/// two rows in memory. The file appears under its name by <see cref="Complete"/>; disposed without that, it never was.
/// </summary>
public sealed class PngWriter : IDisposable
{
    private const int IdatBytes = 1 << 16;

    private readonly int _height, _rowBytes;
    private readonly AtomicFile _target;
    private readonly Stream _file;
    private readonly ZLibStream _pixels;
    private readonly PngRowFilter _filter;
    private int _rows;

    /// <summary>Starts an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colorType">Channels.</param>
    /// <exception cref="InputException">The file cannot be created.</exception>
    public PngWriter(string path, int width, int height, PngColorType colorType)
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
        _height = height;
        _rowBytes = checked(width * channels);
        _filter = new PngRowFilter(_rowBytes, channels);
        _target = new AtomicFile(path);
        try
        {
            _file = new FileStream(_target.TemporaryPath, FileMode.CreateNew, FileAccess.Write);
            WriteHeader(width, height, colorType);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _target.Dispose();
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }

        _pixels = new ZLibStream(
            new BufferedStream(new PngIdatStream(_file), IdatBytes), CompressionLevel.Optimal, leaveOpen: false);
    }

    /// <summary>Writes the next row.</summary>
    /// <param name="row">width · channels bytes, pixel by pixel.</param>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        if (row.Length != _rowBytes)
            throw new ArgumentException($"{row.Length} bytes for a row of {_rowBytes}", nameof(row));
        if (_rows == _height)
            throw new InvalidOperationException($"all {_height} rows were written");
        _pixels.Write(_filter.Apply(row));
        _rows++;
    }

    /// <summary>Closes the file and gives it its name, over one that is there already.</summary>
    /// <exception cref="InvalidOperationException">Not every row was written.</exception>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    public void Complete()
    {
        if (_rows != _height)
            throw new InvalidOperationException($"{_rows} of {_height} rows were written");
        _pixels.Dispose();
        PngChunk.Write(_file, "IEND"u8, []);
        _file.Dispose();
        _target.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _pixels.Dispose();
        }
        finally
        {
            _file.Dispose();
            _target.Dispose();
        }
    }

    private void WriteHeader(int width, int height, PngColorType colorType)
    {
        _file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // Bit depth, colour type, compression and filter method 0, not interlaced (11.2.2).
        header[8] = 8;
        header[9] = (byte)colorType;
        header[10..].Clear();
        PngChunk.Write(_file, "IHDR"u8, header);
    }
}
