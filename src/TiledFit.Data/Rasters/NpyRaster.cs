using System.Buffers;
using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Rasters;

/// <summary>
/// A raster in a <c>.npy</c> file: shape (height, width), or (bands, height, width), of real numbers in C order, read
/// by positioned reads.
/// </summary>
internal sealed class NpyRaster : IRaster
{
    /// <summary>Long enough to make a read's fixed cost vanish, short enough to stay in the cache.</summary>
    private const int BufferBytes = 1 << 18;

    private readonly string _path;
    private readonly IRandomAccessFile _file;
    private readonly NpyElement _element;
    private readonly bool _swapped;
    private readonly long _bandOffset;
    private readonly Lazy<string> _fingerprint;

    /// <exception cref="InputException">See <see cref="RasterFactory.Open"/>.</exception>
    public NpyRaster(string path, RasterOpenOptions options)
    {
        _path = path;
        _file = OpenFile(path);
        try
        {
            NpyHeader header = NpyHeader.Read(_file, path);
            _element = header.Element;
            _swapped = header.BigEndian == BitConverter.IsLittleEndian;
            Info = Describe(header, options);
            _bandOffset = header.DataOffset + (long)(Info.Band - 1) * Info.Width * Info.Height * _element.Size;
            _fingerprint = new Lazy<string>(ComputeFingerprint);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public RasterInfo Info { get; }

    /// <inheritdoc/>
    public string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public string ComputeFingerprint() => FileStore.IsVirtual(_path)
        ? RasterFingerprint.Compute(this, [_file.Length.ToString(CultureInfo.InvariantCulture)])
        : RasterFingerprint.Compute(this, _path);

    /// <inheritdoc/>
    public void Read(PixelRectangle window, Span<double> values)
    {
        RasterWindow.Check(window, Info.Width, Info.Height, values.Length);
        // Rows of full width follow each other in the file.
        int run = window.Width == Info.Width ? values.Length : window.Width;
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferBytes, (long)run * _element.Size));
        try
        {
            long first = (long)window.Y * Info.Width + window.X;
            for (int start = 0; start < values.Length; start += run, first += Info.Width)
            {
                ReadRun(first, values.Slice(start, run), buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">It does not exist or cannot be opened.</exception>
    public static IRandomAccessFile OpenFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a directory, not a .npy file");
        }

        try
        {
            return FileStore.IsVirtual(path) ? new VirtualRandomAccessFile(path) : new LocalRandomAccessFile(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be opened: {e.Message}", e);
        }
    }

    private RasterInfo Describe(NpyHeader header, RasterOpenOptions options)
    {
        IReadOnlyList<long> shape = header.Shape;
        string shown = $"({string.Join(", ", shape)})";
        if (shape.Count is not (2 or 3))
        {
            throw new InputException(
                $"{_path}: has shape {shown}; a raster has (rows, columns) or (bands, rows, columns)");
        }

        if (shape.Contains(0))
        {
            throw new InputException($"{_path}: has shape {shown}: it has no pixel");
        }

        if (shape.Any(length => length > int.MaxValue))
        {
            throw new InputException($"{_path}: has shape {shown}; no axis may be longer than {int.MaxValue}");
        }

        CheckLength(header, shown);
        int bands = shape.Count == 3 ? (int)shape[0] : 1, height = (int)shape[^2], width = (int)shape[^1];
        if (options.Band < 1 || options.Band > bands)
        {
            throw new InputException($"{_path}: --band {options.Band}: has shape {shown}, so bands are 1 to {bands}");
        }

        return new RasterInfo(
            _path, "npy", width, height, bands, options.Band, _element.Name, BlockWidth: width, BlockHeight: 1,
            options.NoData, Scale: 1, Offset: 0, GeoTransform: null, Crs: null);
    }

    private void CheckLength(NpyHeader header, string shape)
    {
        // Three axes below 2³¹ and eight bytes may exceed 64 bits.
        Int128 expected =
            header.Shape.Aggregate((Int128)_element.Size, (size, axis) => size * axis) + header.DataOffset;
        long actual = _file.Length;
        if (actual < expected)
        {
            throw new InputException(
                $"{_path}: is truncated: shape {shape} of {_element.Name} takes {expected} bytes, " +
                $"the file has {actual}");
        }
    }

    private void ReadRun(long first, Span<double> values, byte[] buffer)
    {
        int most = buffer.Length / _element.Size;
        while (values.Length > 0)
        {
            int count = Math.Min(most, values.Length);
            Span<byte> stored = buffer.AsSpan(0, count * _element.Size);
            ReadExactly(first, stored);
            _element.Decode(stored, _swapped, Info.NoData, values[..count]);
            values = values[count..];
            first += count;
        }
    }

    private void ReadExactly(long first, Span<byte> stored)
    {
        long offset = _bandOffset + first * _element.Size;
        try
        {
            for (int done = 0; done < stored.Length;)
            {
                int read = _file.Read(stored[done..], offset + done);
                if (read == 0)
                {
                    throw new InputException($"{_path}: row {first / Info.Width}: the file has become shorter");
                }

                done += read;
            }
        }
        catch (IOException e)
        {
            throw new InputException($"{_path}: row {first / Info.Width} cannot be read: {e.Message}", e);
        }
    }
}
