using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>Writes <c>.npy</c> of shape (height, width), in this machine's byte order, by positioned writes.</summary>
internal sealed class NpyRasterWriter : IRasterWriter
{
    private readonly int _width, _height, _size;
    private readonly long _dataOffset;
    private readonly AtomicFile _target;
    private readonly SafeFileHandle _file;
    private long _written;

    /// <exception cref="InputException">The file cannot be created, or there is no room for it.</exception>
    public NpyRasterWriter(string path, int width, int height, RasterElementType type)
    {
        (_width, _height) = (width, height);
        _size = type == RasterElementType.Float32 ? sizeof(float) : sizeof(double);
        byte[] header = NpyHeader.Format($"{(BitConverter.IsLittleEndian ? '<' : '>')}f{_size}", height, width);
        _dataOffset = header.Length;
        _target = new AtomicFile(path);
        try
        {
            _file = File.OpenHandle(
                _target.TemporaryPath, FileMode.CreateNew, FileAccess.Write,
                preallocationSize: checked(_dataOffset + (long)width * height * _size));
            RandomAccess.Write(_file, header, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _target.Dispose();
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Write(PixelRectangle window, ReadOnlySpan<double> values)
    {
        RasterWindow.Check(window, _width, _height, values.Length);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(checked(window.Width * _size));
        try
        {
            for (int y = 0; y < window.Height; y++)
            {
                Span<byte> row = buffer.AsSpan(0, window.Width * _size);
                Encode(values.Slice(y * window.Width, window.Width), row);
                RandomAccess.Write(_file, row, _dataOffset + ((long)(window.Y + y) * _width + window.X) * _size);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Interlocked.Add(ref _written, window.Area);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        RasterWindow.CheckComplete(_written, _width, _height);
        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        _target.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _target.Dispose();
    }

    private void Encode(ReadOnlySpan<double> values, Span<byte> row)
    {
        if (_size == sizeof(double))
        {
            values.CopyTo(MemoryMarshal.Cast<byte, double>(row));
        }
        else
        {
            Span<float> elements = MemoryMarshal.Cast<byte, float>(row);
            for (int i = 0; i < elements.Length; i++)
            {
                elements[i] = (float)values[i];
            }
        }
    }
}
