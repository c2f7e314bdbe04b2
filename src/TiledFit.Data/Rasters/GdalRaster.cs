using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>
/// A raster read through GDAL. A dataset serves one thread at a time, so there are as many open as threads have read
/// at once. Which pixels are valid is GDAL's own answer, its mask band (from nodata, an alpha band or a mask of the
/// dataset), unless the user names the nodata value. GDAL
/// turns FITS images over; they are turned back, so that row 0 is the file's first, as everywhere else.
/// </summary>
internal sealed class GdalRaster : IRaster
{
    /// <summary>Files that take part in the fingerprint; a mosaic may have many thousand.</summary>
    private const int MostFiles = 100;

    private readonly string _path;
    private readonly IReadOnlyList<string>? _drivers;
    private readonly ConcurrentBag<GdalBand> _idle = [];
    private readonly Lazy<string> _fingerprint;
    private readonly bool _signedByte;
    private readonly bool _masked;
    private readonly bool _turnedOver;
    private readonly double? _comparedNoData;
    private volatile bool _disposed;

    /// <exception cref="InputException">See <see cref="RasterFactory.Open"/>.</exception>
    public GdalRaster(string path, RasterOpenOptions options)
    {
        GdalPath.Check(path);
        Gdal.Require(path);
        _path = path;
        _drivers = options.Drivers;
        GdalBand band = GdalBand.Open(path, options.Band, options.Drivers);
        _idle.Add(band);
        try
        {
            RasterInfo declared = band.Describe(path, options.Band);
            _turnedOver = declared.Driver == "FITS";
            Info = declared with
            {
                NoData = options.NoData ?? declared.NoData,
                GeoTransform = _turnedOver ? declared.GeoTransform?.TurnOver(declared.Height) : declared.GeoTransform,
            };
            _signedByte = band.IsSignedByte;
            // GDAL's own comparison with nodata is exact for every type but these bytes.
            bool compares = options.NoData is not null || _signedByte;
            bool hasMask = (band.MaskFlags & GdalNative.MaskAllValid) == 0;
            _masked = hasMask && !(compares && band.MaskFlags == GdalNative.MaskNoData);
            if (compares)
            {
                _comparedNoData = Info.DataType == "Float32" ? (float?)Info.NoData : Info.NoData;
            }

            _fingerprint = new Lazy<string>(ComputeFingerprint);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public RasterInfo Info { get; }

    /// <inheritdoc/>
    public string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public string ComputeFingerprint()
    {
        GdalBand band = Rent();
        string[] files;
        try
        {
            files = [.. band.Dataset.Files().Take(MostFiles).Select(DescribeFile)];
        }
        finally
        {
            Return(band);
        }

        return RasterFingerprint.Compute(this, files);
    }

    /// <inheritdoc/>
    public void Read(PixelRectangle window, Span<double> values)
    {
        RasterWindow.Check(window, Info.Width, Info.Height, values.Length);
        PixelRectangle stored = _turnedOver ? window with { Y = Info.Height - window.Bottom } : window;
        GdalBand band = Rent();
        try
        {
            band.Read(_path, stored, values);
            if (_signedByte)
            {
                ToSigned(values);
            }

            if (_comparedNoData is double noData)
            {
                MarkEqual(values, noData);
            }

            if (_masked)
            {
                MarkMasked(band, stored, values);
            }
        }
        finally
        {
            Return(band);
        }

        if (_turnedOver)
        {
            TurnOver(values, window.Width);
        }

        NonFinite.ToNaN(values);
        if (Info.Scale != 1 || Info.Offset != 0)
        {
            Rescale(values);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out GdalBand? band))
        {
            band.Dispose();
        }
    }

    private static void TurnOver(Span<double> values, int width)
    {
        values.Reverse();
        for (; values.Length > 0; values = values[width..])
        {
            values[..width].Reverse();
        }
    }

    private static void ToSigned(Span<double> values)
    {
        foreach (ref double value in values)
        {
            value = (sbyte)(byte)value;
        }
    }

    private static void MarkEqual(Span<double> values, double noData)
    {
        foreach (ref double value in values)
        {
            if (value == noData)
            {
                value = double.NaN;
            }
        }
    }

    private void MarkMasked(GdalBand band, PixelRectangle window, Span<double> values)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(values.Length);
        Span<byte> mask = buffer.AsSpan(0, values.Length);
        try
        {
            band.ReadMask(_path, window, mask);
            for (int i = 0; i < values.Length; i++)
            {
                if (mask[i] == 0)
                {
                    values[i] = double.NaN;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Rescale(Span<double> values)
    {
        foreach (ref double value in values)
        {
            value = value * Info.Scale + Info.Offset;
        }
    }

    private GdalBand Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out GdalBand? band) ? band : GdalBand.Open(_path, Info.Band, _drivers);
    }

    private void Return(GdalBand band)
    {
        _idle.Add(band);
        if (_disposed)
        {
            Dispose();
        }
    }

    /// <summary>Virtual file systems (archives, object stores) give a length, and not all of them a time.</summary>
    private static string DescribeFile(string path)
    {
        var plain = new FileInfo(path);
        if (plain.Exists)
        {
            return RasterFingerprint.DescribeFile(plain);
        }

        using var errors = new GdalErrorScope();
        nint file = GdalNative.VSIFOpenL(path, "rb");
        if (file == 0)
        {
            throw new InputException($"{path}: cannot be opened: {errors.Message}");
        }

        try
        {
            GdalNative.VSIFSeekL(file, 0, (int)SeekOrigin.End);
            return GdalNative.VSIFTellL(file).ToString(CultureInfo.InvariantCulture);
        }
        finally
        {
            GdalNative.VSIFCloseL(file);
        }
    }
}
