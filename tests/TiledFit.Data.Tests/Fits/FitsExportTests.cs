using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Exports;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Tests.Exports;
using TiledFit.Data.Tests.Rasters;
using TiledFit.Data.Tests.Results;

namespace TiledFit.Data.Tests.Fits;

/// <summary>What astronomers get of a result.</summary>
public sealed class FitsExportTests
{
    /// <summary>Square pixels of 3.6″, north up, east left; the beam is 14.4″ × 7.2″ at 30°.</summary>
    private static readonly string[] Cards =
    [
        "NAXIS   = 2", "CTYPE1  = 'RA---SIN'", "CTYPE2  = 'DEC--SIN'", "CRVAL1  = 150.0", "CRVAL2  = 2.0",
        "CRPIX1  = 500.0", "CRPIX2  = 400.0", "CDELT1  = -0.001", "CDELT2  = 0.001", "RADESYS = 'ICRS'",
        "BMAJ    = 0.004", "BMIN    = 0.002", "BPA     = 30.0", "BUNIT   = 'JY/BEAM'",
    ];

    private static readonly RasterInfo OnTheSky = ResultSamples.Raster() with
    {
        Sky = SkyReference.Of(
            new FitsHeader([.. Cards.Select(card => card.PadRight(80))]), FitsAxes.Choose("a.fits", [1000, 800], null)),
    };

    public FitsExportTests() => FitsTool.RequireWcsLib();

    [SkippableFact]
    public void Gdal_reads_the_table()
    {
        GdalTool.RequireLibrary();
        const int count = 300;
        using var export = new ExportCase(OnTheSky, count);
        Assert.Equal(new ExportSummary(count, "FITS", "pixels"), export.Export("a.fits"));
        Assert.Equal(["a.fits"], export.Files());
        using var json = JsonDocument.Parse(
            GdalTool.Run("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", export["a.fits"], "COMPONENTS"));
        JsonElement[] rows = [.. json.RootElement.GetProperty("features").EnumerateArray()
            .Select(feature => feature.GetProperty("properties"))];
        Assert.Equal(count, rows.Length);
        TableColumn<ComponentRow>[] columns = [.. ComponentTable.PlainColumns(OnTheSky)];
        foreach (TableColumn<ComponentRow> column in columns)
        {
            Array expected = column.Extract(export.Rows);
            for (int i = 0; i < rows.Length; i++)
            {
                bool isThere = rows[i].TryGetProperty(column.Column.Name, out JsonElement found);
                AssertEqual(expected.GetValue(i), isThere ? found : null);
            }
        }

        string layer = GdalTool.Run("ogrinfo", "-al", "-so", export["a.fits"]);
        Assert.All(columns, column => Assert.Contains($"\n{column.Column.Name}: ", layer, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void The_table_is_made_of_blocks_and_has_units()
    {
        using var export = new ExportCase(OnTheSky, 7);
        export.Export("a.tab", new ExportOptions("FITS"));
        byte[] file = File.ReadAllBytes(export["a.tab"]);
        Assert.Equal(0, file.Length % 2880);
        var header = FitsHeader.Parse(file.AsSpan(2880));
        Assert.Equal("7", header.Text("NAXIS2"));
        Assert.Equal("ICRS", header.Text("RADESYS"));
        Dictionary<string, string?> units = Enumerable.Range(1, int.Parse(
            header.Text("TFIELDS")!, CultureInfo.InvariantCulture)).ToDictionary(
                i => header.Text($"TTYPE{i}")!, i => header.Text($"TUNIT{i}"));
        Assert.Equal(
            ["deg", "arcsec2", "Jy/beam", "Jy", "pixel", "pixel2", "pixel2.Jy/beam", null],
            new[] { "ra", "sky_cov_en", "amplitude", "integrated_flux", "x", "cov_xx", "volume", "flags" }
                .Select(name => units[name]));
    }

    /// <summary>σ = 4 and 2 px along x and y: 14.4″ and 7.2″, and full widths of 2.3548 times that.</summary>
    [SkippableFact]
    public void A_source_has_its_flux_and_its_own_shape()
    {
        const double fwhm = 2.3548200450309493;
        var shape = new Gaussian(2, 499, 399, 4, 0, 2);
        var errors = new ComponentErrors(
            0.5, 0.1, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0, Volume: shape.Volume / 4, Largest: 0, CentreXY: 0.01);
        var rows = new[] { new ComponentRow(new Component(5, shape), 0, 0, 0, errors) };
        var values = ComponentTable.PlainColumns(OnTheSky).Where(column => column.Column.Nullable)
            .ToDictionary(column => column.Column.Name, column => ((double?[])column.Extract(rows))[0]);
        Assert.Equal(150, values["ra"]!.Value, 1e-12);
        Assert.Equal(2, values["dec"]!.Value, 1e-12);
        Assert.Equal(14.4 * fwhm, values["fwhm_major"]!.Value, 1e-6);
        Assert.Equal(7.2 * fwhm, values["fwhm_minor"]!.Value, 1e-6);
        Assert.Equal(90, values["position_angle"]!.Value, 1e-6);
        Assert.Equal(2, values["peak_flux"]);
        // Peak times the ratio of the areas: 2·(14.4·7.2·2.3548²)/(14.4·7.2).
        Assert.Equal(2 * fwhm * fwhm, values["integrated_flux"]!.Value, 1e-6);
        Assert.Equal(0.5, values["peak_flux_err"]);
        Assert.Equal(values["integrated_flux"]!.Value * 0.25, values["integrated_flux_err"]!.Value, 1e-12);
        Assert.Equal(0.1 * 3.6, values["ra_err"]!.Value, 1e-6);
        Assert.Equal(0.2 * 3.6, values["dec_err"]!.Value, 1e-6);
        // What convolves to the source again.
        var own = new Beam(
            values["deconvolved_major"]!.Value / 3600, values["deconvolved_minor"]!.Value / 3600,
            values["deconvolved_angle"]!.Value);
        SkyEllipse a = SkyEllipse.Of(own), b = SkyEllipse.Of(OnTheSky.Sky!.Beam!);
        Assert.Equal(14.4 * 14.4, a.EastEast + b.EastEast, 1e-4);
        Assert.Equal(0, a.EastNorth + b.EastNorth, 1e-4);
        Assert.Equal(7.2 * 7.2, a.NorthNorth + b.NorthNorth, 1e-4);
    }

    /// <summary>With north up, DS9's angles of the sky run from west, which is +x here, through north, +y.</summary>
    [SkippableFact]
    public void Regions_on_the_sky_are_the_ellipses()
    {
        const double sigma = 3, pixel = 3.6;
        using var export = new ExportCase(OnTheSky);
        Assert.Equal("ICRS, on the sky", export.Export("a.reg", new ExportOptions(Sigma: sigma)).Coordinates);
        string[] lines = File.ReadAllLines(export["a.reg"]);
        Assert.Equal("icrs", lines[1]);
        foreach ((ComponentRow row, string line) in export.Rows.Zip(lines[2..], (row, line) => (row, line)))
        {
            double[] number = [.. Regex.Matches(line, @"[-0-9.E]+(?=""?[,)])").Select(match => double.Parse(
                match.Value, CultureInfo.InvariantCulture))];
            Gaussian shape = row.Component.Shape;
            (double sin, double cos) = Math.SinCos(number[4] * Math.PI / 180);
            // The centre is where the pixel is, to within the projection's curvature.
            Assert.Equal(150 - (shape.X - 499) * 1e-3 / Math.Cos(number[1] * Math.PI / 180), number[0], 1e-4);
            Assert.Equal(2 + (shape.Y - 399) * 1e-3, number[1], 1e-4);
            foreach ((double x, double y) in new[]
            {
                (number[2] * cos, number[2] * sin), (-number[3] * sin, number[3] * cos),
            })
            {
                double q = shape.MahalanobisSquared(shape.X + x / pixel, shape.Y + y / pixel);
                Assert.Equal(sigma * sigma, q, 2e-2);
            }
        }

        Assert.Equal("image, from 1", export.Export("b.reg", new ExportOptions("ds9-image")).Coordinates);
        Assert.Equal("image", File.ReadLines(export["b.reg"]).Skip(1).First());
    }

    [SkippableFact]
    public void A_frame_that_ds9_does_not_know_gives_regions_on_the_image()
    {
        RasterInfo odd = OnTheSky with { Sky = OnTheSky.Sky! with { Frame = "FK5", Equinox = 1975 } };
        using var export = new ExportCase(odd, 1);
        Assert.Equal("image, from 1", export.Export("a.reg").Coordinates);
    }

    /// <summary>A manifest may say anything; what is no text for a card is left out.</summary>
    [SkippableFact]
    public void Units_that_no_card_can_hold_are_left_out()
    {
        RasterInfo odd = OnTheSky with { Sky = OnTheSky.Sky! with { Unit = new string('x', 69) } };
        using var export = new ExportCase(odd, 1);
        export.Export("a.fits");
        var header = FitsHeader.Parse(File.ReadAllBytes(export["a.fits"]).AsSpan(2880));
        Assert.Null(header.Text("TUNIT4"));
        Assert.Equal("pixel", header.Text("TUNIT5"));
    }

    [SkippableFact]
    public void The_place_on_the_sky_is_kept_with_the_result()
    {
        using var export = new ExportCase(OnTheSky, 1);
        SkyReference kept = export.Result.Manifest.Input.Sky!;
        Assert.Equal(OnTheSky.Sky!.Cards, kept.Cards);
        Assert.Equal(OnTheSky.Sky.Beam, kept.Beam);
        Assert.Equal(10, kept.Cards.Count);
        Assert.Throws<InputException>(() => export.Export("a.reg", new ExportOptions(Sigma: 0)));
    }

    private static void AssertEqual(object? expected, JsonElement? found)
    {
        switch (expected)
        {
            // GeoJSON has no NaN, and leaves such members out.
            case null: Assert.True(found is null or { ValueKind: JsonValueKind.Null }); break;
            case double number: Assert.Equal(number, found!.Value.GetDouble(), 1e-12 * Math.Abs(number)); break;
            default:
                Assert.Equal(Convert.ToInt64(expected, CultureInfo.InvariantCulture), found!.Value.GetInt64());
                break;
        }
    }
}
