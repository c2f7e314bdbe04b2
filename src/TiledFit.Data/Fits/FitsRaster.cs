using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Fits;

/// <summary>
/// A plane of a FITS image, read through cfitsio by window. Row 0 is the file's first row, column 0 its first column:
/// FITS's pixel (1, 1) is (0, 0) here.
/// </summary>
internal sealed class FitsRaster : IRaster
{
    /// <summary>GDAL's words for cfitsio's codes: BITPIX, or 10, 20, 40, 80 for what BZERO makes of it.</summary>
    private static readonly Dictionary<int, string> TypeNames = new()
    {
        [8] = "Byte",
        [16] = "Int16",
        [32] = "Int32",
        [64] = "Int64",
        [-32] = "Float32",
        [-64] = "Float64",
        [10] = "Int8",
        [20] = "UInt16",
        [40] = "UInt32",
        [80] = "UInt64",
    };

    private readonly FitsFile _file;
    private readonly FitsAxes _axes;
    private readonly double? _comparedNoData;
    private readonly string _path;
    private readonly Lazy<string> _fingerprint;

    /// <exception cref="InputException">See <see cref="RasterFactory.Open"/>.</exception>
    public FitsRaster(FitsName name, RasterOpenOptions options)
    {
        if (options.Band != 1)
        {
            throw new InputException($"{name.Path}: --band {options.Band}: a FITS image has planes; use --plane");
        }

        _file = FitsFile.OpenRead(name);
        try
        {
            _axes = FitsAxes.Choose(name.Path, _file.AxisLengths(), options.Plane);
            Info = Describe(name, options);
            _comparedNoData = options.NoData;
            _path = name.File;
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
    public string ComputeFingerprint() => RasterFingerprint.Compute(this, _path);

    /// <inheritdoc/>
    public void Read(PixelRectangle window, Span<double> values)
    {
        RasterWindow.Check(window, Info.Width, Info.Height, values.Length);
        // A nodata value of the user's stands instead of BLANK; NaN in images of floats means "no data" all the same.
        _file.Read(_axes, window, checksBlank: _comparedNoData is null || IsFloat, values);
        if (_comparedNoData is { } noData)
        {
            MarkStored(values, noData);
        }

        NonFinite.ToNaN(values);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool IsFloat => Info.DataType is "Float32" or "Float64";

    private RasterInfo Describe(FitsName name, RasterOpenOptions options)
    {
        (int stored, int equivalent) = _file.ImageTypes();
        // Unsigned integers are stored with an offset that belongs to their type.
        bool isShifted = TypeNames.ContainsKey(equivalent) && equivalent != stored && equivalent > 0;
        double scale = _file.Number("BSCALE") ?? 1, offset = _file.Number("BZERO") ?? 0;
        double? blank = stored < 0 ? null : _file.Number("BLANK") + (isShifted ? offset : 0);
        long[]? tiles = _file.TileLengths(_axes.Count);
        return new RasterInfo(
            name.Path, Cfitsio.DriverName, _axes.Width, _axes.Height, BandCount: 1, Band: 1,
            TypeNames[isShifted ? equivalent : stored],
            tiles is null ? _axes.Width : (int)Math.Min(tiles[_axes.Column], _axes.Width),
            tiles is null ? 1 : (int)Math.Min(tiles[_axes.Row], _axes.Height),
            options.NoData ?? blank, isShifted ? 1 : scale, isShifted ? 0 : offset, GeoTransform: null, Crs: null,
            options.Plane, SkyReference.Of(_file.Header(), _axes));
    }

    /// <summary>Compares with stored values, which for integers the division gives back exactly.</summary>
    private void MarkStored(Span<double> values, double noData)
    {
        Func<double, double> asStored = Info.DataType switch
        {
            "Float32" => value => (float)value,
            "Float64" => value => value,
            _ => Math.Round,
        };
        double compared = asStored(noData);
        foreach (ref double value in values)
        {
            if (asStored((value - Info.Offset) / Info.Scale) == compared)
            {
                value = double.NaN;
            }
        }
    }
}
