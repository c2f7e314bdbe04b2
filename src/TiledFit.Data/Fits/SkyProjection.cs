using System.Diagnostics.CodeAnalysis;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Fits;

/// <summary>Takes pixels to the sky by wcslib. Safe to use from several threads.</summary>
internal sealed unsafe class SkyProjection
{
    /// <summary>wcslib allocates the square of what a header claims.</summary>
    private const int MostAxes = 32;

    /// <summary>
    /// Half the distance of the central differences, px. Their relative error is of the order of (h·pixel in rad)², and
    /// of rounding, 1e-15 rad, over that distance: below 1e-6 for pixels between 0.1 milliarcseconds and 1°.
    /// </summary>
    private const double HalfStep = 0.1;

    /// <summary>Centre, and before and after it along columns and rows.</summary>
    private const int PointsOfComponent = 5;

    private const int ShapesAtOnce = 4096;

    /// <summary>Arcseconds a radian, over the distance of the differences.</summary>
    private const double Scale = 3600 * 180 / Math.PI / (2 * HalfStep);

    private readonly SkyReference _sky;
    private readonly WcsHandle _wcs;
    private readonly int _longitude, _latitude;

    private SkyProjection(SkyReference sky, WcsHandle wcs)
    {
        (_sky, _wcs) = (sky, wcs);
        bool isSwapped = wcs.TypeOf(sky.ColumnAxis - 1) is ['D' or 'd', ..] or ['G' or 'g', 'L' or 'l', 'A' or 'a', ..];
        (_longitude, _latitude) = isSwapped
            ? (sky.RowAxis - 1, sky.ColumnAxis - 1)
            : (sky.ColumnAxis - 1, sky.RowAxis - 1);
    }

    /// <summary>Makes the projection of an image.</summary>
    /// <param name="sky">What its header says.</param>
    /// <param name="projection">The projection, where there is one.</param>
    /// <param name="problem">Why there is none.</param>
    public static bool TryOpen(
        SkyReference sky, [NotNullWhen(true)] out SkyProjection? projection, [NotNullWhen(false)] out string? problem)
    {
        (projection, problem) = (null, ProblemWith(sky));
        if (problem is not null)
        {
            return false;
        }

        try
        {
            lock (WcsLib.Gate)
            {
                projection = new SkyProjection(sky, WcsHandle.Parse(sky.Cards));
            }

            return true;
        }
        catch (InputException e)
        {
            problem = e.Message;
            return false;
        }
    }

    /// <summary>Makes the projection of an image.</summary>
    /// <param name="path">What it is needed for.</param>
    /// <param name="sky">What its header says.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static SkyProjection Open(string path, SkyReference sky) =>
        TryOpen(sky, out SkyProjection? projection, out string? problem)
            ? projection
            : throw new InputException($"{path}: the place on the sky cannot be found: {problem}");

    /// <summary>Takes positions, px (pixel centres at integers), to longitude and latitude of the header's own
    /// coordinates, degrees; NaN for those that are not on the sky.</summary>
    public void ToSky(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> longitude, Span<double> latitude)
    {
        int count = x.Length, axes = _wcs.Axes;
        double[] pixels = new double[count * axes], world = new double[count * axes], image = new double[count * axes];
        double[] phi = new double[count], theta = new double[count];
        int[] status = new int[count];
        for (int i = 0; i < count; i++)
        {
            Place(x[i], y[i], pixels.AsSpan(i * axes, axes));
        }

        int result = Run(count, axes, pixels, image, phi, theta, world, status);
        for (int i = 0; i < count; i++)
        {
            bool isOnSky = result == 0 || (result == WcsNative.SomeInvalid && status[i] == 0);
            longitude[i] = isOnSky ? world[i * axes + _longitude] : double.NaN;
            latitude[i] = isOnSky ? world[i * axes + _latitude] : double.NaN;
        }
    }

    /// <summary>Takes Gaussians to the sky.</summary>
    public SkyGaussian[] ToSky(ReadOnlySpan<Gaussian> shapes)
    {
        var places = new SkyGaussian[shapes.Length];
        for (int first = 0; first < places.Length; first += ShapesAtOnce)
        {
            int count = Math.Min(ShapesAtOnce, places.Length - first);
            ToSky(shapes.Slice(first, count), places.AsSpan(first, count));
        }

        return places;
    }

    private void ToSky(ReadOnlySpan<Gaussian> shapes, Span<SkyGaussian> places)
    {
        int count = shapes.Length * PointsOfComponent;
        double[] x = new double[count], y = new double[count];
        double[] longitude = new double[count], latitude = new double[count];
        for (int i = 0; i < shapes.Length; i++)
        {
            Gaussian shape = shapes[i];
            int first = i * PointsOfComponent;
            x.AsSpan(first, PointsOfComponent).Fill(shape.X);
            y.AsSpan(first, PointsOfComponent).Fill(shape.Y);
            x[first + 1] -= HalfStep;
            x[first + 2] += HalfStep;
            y[first + 3] -= HalfStep;
            y[first + 4] += HalfStep;
        }

        ToSky(x, y, longitude, latitude);
        for (int i = 0; i < places.Length; i++)
        {
            Range points = (i * PointsOfComponent)..((i + 1) * PointsOfComponent);
            places[i] = Locate(shapes[i], longitude.AsSpan(points), latitude.AsSpan(points));
        }
    }

    private static string? ProblemWith(SkyReference sky)
    {
        if (WcsLib.Version is null)
        {
            return WcsLib.Missing;
        }

        var header = new FitsHeader(sky.Cards);
        string types = header.Text($"CTYPE{sky.ColumnAxis}") + header.Text($"CTYPE{sky.RowAxis}");
        if (types.Contains("-TAB", StringComparison.OrdinalIgnoreCase))
        {
            return "coordinates in lookup tables (-TAB) are not supported";
        }

        return header.Number("WCSAXES") > MostAxes || header.Number("NAXIS") > MostAxes
            ? $"the header claims more than {MostAxes} axes"
            : null;
    }

    /// <summary>A position on all axes, from 1; where the image ends, the others begin.</summary>
    private void Place(double x, double y, Span<double> pixel)
    {
        for (int axis = 0; axis < pixel.Length; axis++)
        {
            pixel[axis] = axis == _sky.ColumnAxis - 1 ? x + 1
                : axis == _sky.RowAxis - 1 ? y + 1
                : axis < _sky.Positions.Count ? _sky.Positions[axis]
                : 1;
        }
    }

    private int Run(
        int count, int axes, double[] pixels, double[] image, double[] phi, double[] theta, double[] world,
        int[] status)
    {
        lock (WcsLib.Gate)
        {
            fixed (double* p = pixels, i = image, f = phi, t = theta, w = world)
            fixed (int* s = status)
            {
                return WcsNative.wcsp2s(_wcs, count, axes, p, i, f, t, w, s);
            }
        }
    }

    /// <summary>
    /// Σ on the sky is J·Σ·Jᵀ; the columns of J are the differences of unit vectors along x and y, seen in the
    /// directions of east and north at the centre, so that neither the poles nor 0 h are special.
    /// </summary>
    private SkyGaussian Locate(in Gaussian shape, ReadOnlySpan<double> longitude, ReadOnlySpan<double> latitude)
    {
        SkyVector centre = Direction(longitude[0], latitude[0]);
        SkyVector alongX = (Direction(longitude[2], latitude[2]) - Direction(longitude[1], latitude[1])) * Scale;
        SkyVector alongY = (Direction(longitude[4], latitude[4]) - Direction(longitude[3], latitude[3])) * Scale;
        (SkyVector east, SkyVector north) = centre.EastAndNorth();
        var jacobian = new SkyJacobian(east.Dot(alongX), east.Dot(alongY), north.Dot(alongX), north.Dot(alongY));
        return new SkyGaussian(
            _sky.IsGalactic ? centre.Longitude : longitude[0], _sky.IsGalactic ? centre.Latitude : latitude[0],
            jacobian.Map(shape.CovarianceXX, shape.CovarianceXY, shape.CovarianceYY), jacobian);
    }

    private SkyVector Direction(double longitude, double latitude)
    {
        var own = SkyVector.Of(longitude, latitude);
        return _sky.IsGalactic ? own.FromGalactic() : own;
    }
}
