using System.Globalization;
using System.Text;
using TiledFit.Core.Model;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Data.Exports;

/// <summary>
/// Ellipses as a region file of SAOImage DS9. On the sky: degrees and arcseconds, angles from west, which is 90° less
/// than the position angle, to north. In image coordinates: the first pixel's centre is (1, 1), y points up, angles run
/// from +x to +y; as in FITS, the first row is the lowest.
/// </summary>
internal sealed class Ds9ComponentWriter : IComponentWriter
{
    private readonly ComponentTextFile _file;
    private readonly StreamWriter _text;
    private readonly double _sigma;
    private readonly SkyProjection? _projection;

    /// <param name="path">The file to make.</param>
    /// <param name="sky">The raster's place on the sky; null for image coordinates.</param>
    /// <param name="sigma">Half axes, in standard deviations.</param>
    /// <exception cref="Core.InputException">The raster has no such place after all.</exception>
    public Ds9ComponentWriter(string path, SkyReference? sky, double sigma)
    {
        _sigma = sigma;
        _projection = sky is null ? null : SkyProjection.Open(path, sky);
        _file = new ComponentTextFile(path);
        _text = new StreamWriter(_file.Stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        _text.WriteLine("# Region file format: DS9 version 4.1");
        _text.WriteLine(sky is null ? "image" : FrameOf(sky));
    }

    /// <summary>A raster's place on the sky; null where it has none, or none in a frame that DS9 knows.</summary>
    public static SkyReference? SkyOf(RasterInfo raster) =>
        raster.Sky is { } sky && FrameOf(sky) is not null ? sky : null;

    /// <inheritdoc/>
    public void Write(ComponentRow[] rows)
    {
        Gaussian[] shapes = Array.ConvertAll(rows, row => row.Component.Shape);
        SkyGaussian[]? places = _projection?.ToSky(shapes);
        for (int i = 0; i < rows.Length; i++)
        {
            string? ellipse = places is null ? OnImage(shapes[i]) : OnSky(places[i]);
            if (ellipse is not null)
            {
                _text.WriteLine($"{ellipse} # text={{{rows[i].Component.Id.ToString(CultureInfo.InvariantCulture)}}}");
            }
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

    private static string? FrameOf(SkyReference sky) => sky.Frame switch
    {
        "ICRS" => "icrs",
        "FK5" when sky.Equinox is null or 2000 => "fk5",
        "FK4" or "FK4-NO-E" when sky.Equinox is null or 1950 => "fk4",
        _ => null,
    };

    private string OnImage(in Gaussian shape) => string.Create(
        CultureInfo.InvariantCulture,
        $"ellipse({shape.X + 1:R},{shape.Y + 1:R},{_sigma * shape.SigmaMajor:R},{_sigma * shape.SigmaMinor:R},"
        + $"{double.RadiansToDegrees(shape.Theta):R})");

    /// <summary>Null where the projection has no such place.</summary>
    private string? OnSky(SkyGaussian place)
    {
        SkyAxes axes = place.Shape.Axes;
        double halfAxes = _sigma / SkyEllipse.FwhmPerSigma;
        double angle = double.IsNaN(axes.PositionAngle) ? 0 : axes.PositionAngle + 90;
        return double.IsNaN(place.RightAscension + axes.Major)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"ellipse({place.RightAscension:R},{place.Declination:R},{halfAxes * axes.Major:R}\","
                + $"{halfAxes * axes.Minor:R}\",{angle:R})");
    }
}
