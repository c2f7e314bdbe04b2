using TiledFit.Data.Rasters;

namespace TiledFit.Data.Storage;

/// <summary>A file of GDAL's virtual file systems, read at any place; one thread at a time.</summary>
internal sealed unsafe class VirtualFileStream : Stream
{
    private readonly string _path;
    private nint _file;
    private long _position;

    /// <exception cref="Core.InputException">GDAL is not installed.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public VirtualFileStream(string path)
    {
        Gdal.Require(path);
        _path = path;
        if (!VirtualFile.Exists(path))
        {
            throw new FileNotFoundException($"{path} does not exist");
        }

        using var errors = new VsiErrorScope();
        _file = VsiNative.VSIFOpenExL(path, "rb", 1);
        if (_file == 0)
        {
            throw new IOException($"{path} cannot be opened: {errors.Message}");
        }

        _ = GdalNative.VSIFSeekL(_file, 0, (int)SeekOrigin.End);
        Length = (long)GdalNative.VSIFTellL(_file);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>In bytes, when it was opened.</summary>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        long position = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => Length,
        };
        return _position = position >= 0
            ? position
            : throw new IOException($"{_path} has nothing before its start");
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads as much as is there.</summary>
    /// <exception cref="IOException">Less came than is there.</exception>
    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_file == 0, this);
        int count = (int)Math.Min(buffer.Length, Math.Max(0, Length - _position));
        if (count == 0)
        {
            return 0;
        }

        using var errors = new VsiErrorScope();
        fixed (byte* bytes = buffer)
        {
            if (GdalNative.VSIFSeekL(_file, (ulong)_position, (int)SeekOrigin.Begin) != 0
                || VsiNative.VSIFReadL(bytes, 1, (nuint)count, _file) != (nuint)count)
            {
                throw new IOException(
                    $"{_path} cannot be read from byte {_position}, {count} bytes on: {errors.Message}");
            }
        }

        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <exception cref="NotSupportedException">Always.</exception>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_file != 0)
        {
            using var errors = new VsiErrorScope();
            _ = GdalNative.VSIFCloseL(_file);
            _file = 0;
        }

        base.Dispose(disposing);
    }
}
