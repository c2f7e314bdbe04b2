using TiledFit.Core.Model;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Fits;

/// <summary>
/// The expected numbers are astropy 5.2.1's: <c>WCS(header).celestial.pixel_to_world(x, y)</c>, in the FK5 where the
/// header is galactic, and for shapes J·Σ·Jᵀ with J from <c>centre.spherical_offsets_to</c> 0.001 px away on either
/// side.
/// </summary>
public sealed class SkyProjectionTests
{
    private static readonly string[] Tangential =
    [
        "NAXIS   = 2", "CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'", "CRVAL1  = 0.001", "CRVAL2  = -45.0",
        "CRPIX1  = 20.0", "CRPIX2  = 30.5", "CD1_1   = -0.0004", "CD1_2   = 0.0002", "CD2_1   = 0.0001",
        "CD2_2   = 0.0006", "RADESYS = 'ICRS'",
    ];

    private static readonly string[] NearThePole =
    [
        "NAXIS   = 2", "CTYPE1  = 'RA---ARC'", "CTYPE2  = 'DEC--ARC'", "CRVAL1  = 33.0", "CRVAL2  = 89.99",
        "CRPIX1  = 11.0", "CRPIX2  = 11.0", "CDELT1  = -0.01", "CDELT2  = 0.01", "EQUINOX = 2000.0",
    ];

    private static readonly string[] Galactic =
    [
        "NAXIS   = 2", "CTYPE1  = 'GLON-CAR'", "CTYPE2  = 'GLAT-CAR'", "CRVAL1  = 30.0", "CRVAL2  = 0.0",
        "CRPIX1  = 50.0", "CRPIX2  = 50.0", "CDELT1  = -0.02", "CDELT2  = 0.03",
    ];

    private static readonly string[] Swapped =
    [
        "NAXIS   = 2", "CTYPE1  = 'DEC--SIN'", "CTYPE2  = 'RA---SIN'", "CRVAL1  = 10.0", "CRVAL2  = 200.0",
        "CRPIX1  = 5.0", "CRPIX2  = 6.0", "CDELT1  = 0.001", "CDELT2  = -0.002", "RADESYS = 'FK5'", "EQUINOX = 2000.0",
    ];

    public SkyProjectionTests() => FitsTool.RequireWcsLib();

    /// <summary>To 1e-6 pixel, which is 5.9e-9° here.</summary>
    [SkippableTheory]
    [InlineData(0, 0, 258.2634275133051, 64.12747001219317)]
    [InlineData(64, 64, 257.39252171234006, 64.49998726698797)]
    [InlineData(128, 3.25, 256.54389666193396, 64.13654367596712)]
    [InlineData(-4.5, -2.25, 258.3238162751713, 64.11426836766684)]
    public void A_radio_image_is_where_astropy_puts_it(double x, double y, double ra, double dec) =>
        AssertAt("astronomy/abell2255_ch0.fits", "FK5", x, y, ra, dec, 1e-6 * 0.00585937);

    [SkippableTheory]
    [InlineData(0, 0, 29.68604189517773, -15.606939785511983)]
    [InlineData(511, 255, 30.946572628454238, -14.998045258394866)]
    [InlineData(200.5, 17.125, 30.181663616173882, -15.566306463929616)]
    public void A_synthetic_image_is_where_astropy_puts_it(double x, double y, double ra, double dec) =>
        AssertAt("astronomy/synthetic_102.fits", "ICRS", x, y, ra, dec, 1e-6 * 0.00238095);

    [SkippableFact]
    public void Shapes_on_skewed_pixels_across_0_h() => AssertShape(
        Tangential, 3.25, 40.5, "ICRS", [0.013019760937200357, -44.9949743696233],
        [6.351245551150353, -2.8522379176928583, 13.347953224842188],
        [8.924527954603006, 5.439517764881621, 160.40467178630945]);

    /// <summary>Errors of 2 and 1.5 px, covariance 1.5 px², map like the shape of the same covariance.</summary>
    [SkippableFact]
    public void Errors_of_the_centre_turn_with_the_pixels()
    {
        SkyGaussian place = Open(SkyOf(Tangential)).ToSky([Gaussian.FromCovariance(1, 3.25, 40.5, 9, 0, 9)])[0];
        SkyEllipse errors = place.Jacobian.Map(4, 1.5, 2.25);
        Assert.Equal(6.351245551150353, errors.EastEast, 1e-5);
        Assert.Equal(13.347953224842188, errors.NorthNorth, 1e-5);
    }

    [SkippableFact]
    public void Shapes_near_the_pole() => AssertShape(
        NearThePole, 10.5, 11.25, "FK5", [276.43494841563864, 89.99440983007895],
        [1814.3999795732261, 259.2000421079621, 6285.599945794752],
        [186.91658899262097, 99.89056835257395, 3.306730798348722]);

    [SkippableFact]
    public void Galactic_coordinates_are_converted() => AssertShape(
        Galactic, 12.5, 70.25, "FK5", [281.2875318971688, -1.6686298507081525],
        [34570.22895316582, 4563.301870985275, 12407.204103100383],
        [443.5134905237972, 252.5747135137514, 78.8092115165033]);

    [SkippableFact]
    public void Declination_may_run_along_the_columns() => AssertShape(
        Swapped, 7, 3, "FK5", [200.0040617439561, 10.002999975381266],
        [116.63904200905174, -38.88079674388698, 51.84095658708299],
        [27.345374154739563, 13.655841255614249, 115.09791945037738]);

    /// <summary>A spectral axis of no known type and of no step, which wcslib refuses by itself.</summary>
    [SkippableFact]
    public void Axes_off_the_plane_need_not_make_sense()
    {
        string[] cards =
        [
            "NAXIS   = 3", .. NearThePole[1..], "CTYPE3  = 'FELO-XYZ'", "CUNIT3  = 'furlong'", "CRVAL3  = 1.0",
            "CRPIX3  = 1.0", "CDELT3  = 0.0",
        ];
        AssertShape(
            cards, 10.5, 11.25, "FK5", [276.43494841563864, 89.99440983007895],
            [1814.3999795732261, 259.2000421079621, 6285.599945794752],
            [186.91658899262097, 99.89056835257395, 3.306730798348722]);
    }

    /// <summary>More than are projected at once.</summary>
    [SkippableFact]
    public void Each_of_many_has_its_own_place()
    {
        Gaussian[] shapes = [.. Enumerable.Range(0, 10_000).Select(i => new Gaussian(1, i % 100, i / 100, 1, 0, 1))];
        SkyProjection projection = Open(SkyOf(Tangential));
        SkyGaussian[] places = projection.ToSky(shapes);
        Assert.All(new[] { 0, 4095, 4096, 9999 }, i => Assert.Equal(projection.ToSky([shapes[i]])[0], places[i]));
    }

    [SkippableFact]
    public void Where_there_is_no_sky_there_is_no_place()
    {
        SkyProjection projection = Open(SkyOf(
            ["NAXIS   = 2", "CTYPE1  = 'RA---SIN'", "CTYPE2  = 'DEC--SIN'", "CRVAL1  = 0.0", "CRVAL2  = 0.0",
             "CRPIX1  = 1.0", "CRPIX2  = 1.0", "CDELT1  = -1.0", "CDELT2  = 1.0"]));
        SkyGaussian[] places = projection.ToSky([new Gaussian(1, 0, 0, 1, 0, 1), new Gaussian(1, 60, 0, 1, 0, 1)]);
        Assert.Equal(0, places[0].RightAscension, 1e-12);
        Assert.True(double.IsNaN(places[1].RightAscension));
        Assert.True(double.IsNaN(places[1].Shape.EastEast));
    }

    [SkippableTheory]
    [InlineData("CTYPE1  = 'RA---TAB'", "lookup tables")]
    [InlineData("CTYPE1  = 'RA---XXX'", "wcsset")]
    [InlineData("WCSAXES = 1000000", "more than 32 axes")]
    [InlineData("CDELT1  = 0.0", "wcsset")]
    public void A_header_that_is_no_good_is_a_problem_in_words(string card, string problem)
    {
        string[] cards = [.. NearThePole.Where(other => other[..8] != card[..8]), card];
        Assert.False(SkyProjection.TryOpen(SkyOf(cards), out _, out string? found));
        Assert.Contains(problem, found);
    }

    [Fact]
    public void A_plane_across_the_sky_has_no_place()
    {
        Assert.Null(Find(["CTYPE1  = 'RA---SIN'", "CTYPE2  = 'FREQ    '"]));
        Assert.Null(Find(["CTYPE1  = 'ELON-CAR'", "CTYPE2  = 'ELAT-CAR'"]));
        Assert.Null(Find([]));
    }

    [Theory]
    [InlineData("ICRS")]
    [InlineData("FK5", "EQUINOX = 2000.0")]
    [InlineData("FK4", "EPOCH   = 1950.0")]
    [InlineData("FK4-NO-E", "RADESYS = 'FK4-NO-E'", "EQUINOX = 1950.0")]
    public void The_frame_is_the_headers_or_follows_from_its_equinox(string frame, params string[] cards) =>
        Assert.Equal(frame, SkyOf(["CTYPE1  = 'RA---SIN'", "CTYPE2  = 'DEC--SIN'", .. cards]).Frame);

    [Theory]
    [InlineData("'JY/BEAM'", "Jy/beam", "Jy")]
    [InlineData("'mJy / beam'", "mJy/beam", "mJy")]
    [InlineData("'Jy beam-1'", "Jy/beam", "Jy")]
    [InlineData("'K'", "K", null)]
    [InlineData("'Jy/pixel'", "Jy/pixel", null)]
    [InlineData(null, null, "value")]
    public void Flux_is_per_beam_in_images_per_beam(string? card, string? unit, string? flux)
    {
        string[] cards = ["CTYPE1  = 'RA---SIN'", "CTYPE2  = 'DEC--SIN'", "BMAJ    = 2.0D-3"];
        SkyReference sky = SkyOf(card is null ? cards : [.. cards, $"BUNIT   = {card}"]);
        Assert.Equal((unit, flux), (sky.Unit, sky.FluxUnit));
        Assert.Equal(new Beam(2e-3, 2e-3, 0), sky.Beam);
    }

    private static void AssertAt(
        string file, string frame, double x, double y, double ra, double dec, double tolerance)
    {
        FitsTool.RequireCfitsio();
        using IRaster raster = RasterFactory.Open(TestData.Shared(file));
        Assert.Equal(frame, raster.Info.Sky!.Frame);
        double[] longitude = new double[1], latitude = new double[1];
        Open(raster.Info.Sky).ToSky([x], [y], longitude, latitude);
        Assert.Equal(ra, longitude[0], tolerance);
        Assert.Equal(dec, latitude[0], tolerance);
    }

    private static void AssertShape(
        string[] cards, double x, double y, string frame, double[] place, double[] covariance, double[] axes)
    {
        SkyReference sky = SkyOf(cards);
        Assert.Equal(frame, sky.Frame);
        SkyGaussian found = Open(sky).ToSky([Gaussian.FromCovariance(1, x, y, 4, 1.5, 2.25)])[0];
        double pixel = 1e-4;
        Assert.Equal(place[0], found.RightAscension, 1e-6 * pixel / Math.Cos(place[1] * Math.PI / 180));
        Assert.Equal(place[1], found.Declination, 1e-6 * pixel);
        SkyEllipse shape = found.Shape;
        double scale = covariance.Max();
        Assert.Equal(covariance[0], shape.EastEast, 1e-6 * scale);
        Assert.Equal(covariance[1], shape.EastNorth, 1e-6 * scale);
        Assert.Equal(covariance[2], shape.NorthNorth, 1e-6 * scale);
        Assert.Equal(axes[0], shape.Axes.Major, 1e-6 * axes[0]);
        Assert.Equal(axes[1], shape.Axes.Minor, 1e-6 * axes[1]);
        Assert.Equal(axes[2], shape.Axes.PositionAngle, 1e-4);
    }

    private static SkyProjection Open(SkyReference sky) => SkyProjection.Open("a.fits", sky);

    private static SkyReference SkyOf(string[] cards) => Find(cards)!;

    private static SkyReference? Find(string[] cards) => SkyReference.Of(
        new FitsHeader([.. cards.Select(card => card.PadRight(80))]), FitsAxes.Choose("a.fits", [100, 100], null));
}
