using System.Globalization;
using System.Text;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Data.Exports;

/// <summary>
/// Ellipses as a region file of SAOImage DS9, in image coordinates: the first pixel's centre is (1, 1), y points up,
/// angles run in degrees from +x to +y. As in FITS, the first row is the lowest; GDAL turns FITS images over, so that a
/// raster that it read from FITS is turned back.
/// </summary>
internal sealed class Ds9ComponentWriter : IComponentWriter
{
    private readonly ComponentTextFile _file;
    private readonly StreamWriter _text;
    private readonly double _sigma;
    private readonly int? _turnedOverHeight;

    public Ds9ComponentWriter(string path, RasterInfo raster, double sigma)
    {
        _sigma = sigma;
        _turnedOverHeight = raster.Driver == "FITS" ? raster.Height : null;
        _file = new ComponentTextFile(path);
        _text = new StreamWriter(_file.Stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        _text.WriteLine("# Region file format: DS9 version 4.1");
        _text.WriteLine("image");
    }

    /// <inheritdoc/>
    public void Write(ComponentRow[] rows)
    {
        foreach (ComponentRow row in rows)
        {
            Gaussian shape = row.Component.Shape;
            double y = _turnedOverHeight is { } height ? height - shape.Y : shape.Y + 1;
            double angle = double.RadiansToDegrees(_turnedOverHeight is null ? shape.Theta : -shape.Theta);
            _text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"ellipse({shape.X + 1:R},{y:R},{_sigma * shape.SigmaMajor:R},{_sigma * shape.SigmaMinor:R},{angle:R})"
                + $" # text={{{row.Component.Id}}}"));
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _text.Dispose();
        _file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
