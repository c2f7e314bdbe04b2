using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Exports;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Tests.Rasters;
using TiledFit.Data.Tests.Results;

namespace TiledFit.Data.Tests.Exports;

/// <summary>Ellipses on Earth, read back by GDAL's own programs.</summary>
public sealed class GeographicExportTests
{
    private const double Sigma = 1.5;

    private static readonly RasterInfo InUtm = ResultSamples.Raster(ResultSamples.Transform, ExportCase.Utm);

    [SkippableFact]
    public void GeoJsonHasClosedCounterClockwiseRingsOnTheEllipses()
    {
        GdalTool.RequireLibrary();
        var degrees = new GeoTransform(10, 1e-3, 0, 50, 0, -1e-3);
        using var export = new ExportCase(ResultSamples.Raster(degrees, ExportCase.Wgs84), ExportCase.Count);
        export.Export("a.geojson", new ExportOptions(Sigma: Sigma));
        JsonElement[] features = Features(File.ReadAllText(export["a.geojson"]));
        Assert.Equal(ExportCase.Count, features.Length);
        foreach ((ComponentRow row, JsonElement feature) in export.Rows.Zip(features))
        {
            AssertProperties(row, feature);
            (double X, double Y)[] ring = Ring(feature);
            Assert.Equal(ring[0], ring[^1]);
            Assert.True(TwiceArea(ring) > 0);
            Assert.All(ring, p => Assert.Equal(
                Sigma * Sigma,
                row.Component.Shape.MahalanobisSquared((p.X - 10) * 1e3 - 0.5, (50 - p.Y) * 1e3 - 0.5), 1e-5));
        }
    }

    [SkippableFact]
    public void GeoJsonIsWhereGdalPutsIt()
    {
        GdalTool.RequireLibrary();
        using var export = new ExportCase(InUtm);
        export.Export("a.geojson");
        export.Export("a.gpkg");
        string theirs = GdalTool.Run(
            "ogr2ogr", "-f", "GeoJSON", "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=12", "/vsistdout/",
            export["a.gpkg"]);
        foreach ((JsonElement ours, JsonElement other) in
            Features(File.ReadAllText(export["a.geojson"])).Zip(Features(theirs)))
        {
            Assert.Equal(Identity(ours), Identity(other));
            foreach (((double x, double y), (double otherX, double otherY)) in Ring(ours).Zip(Ring(other)))
            {
                Assert.Equal(x, otherX, 1e-9);
                Assert.Equal(y, otherY, 1e-9);
            }
        }
    }

    [SkippableTheory]
    [InlineData("a.gpkg", null, "GPKG")]
    [InlineData("a.fgb", null, "FlatGeobuf")]
    [InlineData("a.sqlite", "gpkg", "GPKG")]
    public void OgrReadsWhatGdalWrites(string name, string? format, string driver)
    {
        GdalTool.RequireLibrary();
        using var export = new ExportCase(InUtm, ExportCase.Count);
        ExportSummary summary = export.Export(name, new ExportOptions(format, Sigma));
        Assert.Equal(new ExportSummary(ExportCase.Count, driver, "WGS 84 / UTM zone 11N"), summary);
        Assert.Equal([name], export.Files());
        JsonElement[] features = Features(GdalTool.Run(
            "ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", "/vsistdout/", export[name]));
        var byId = features.ToDictionary(Identity);
        Assert.Equal(ExportCase.Count, byId.Count);
        foreach (ComponentRow row in export.Rows)
        {
            JsonElement feature = byId[row.Component.Id];
            AssertProperties(row, feature);
            Assert.All(Ring(feature), p => Assert.Equal(
                Sigma * Sigma, row.Component.Shape.MahalanobisSquared(
                    (p.X - 500_000) / 30 - 0.5, (4_000_000 - p.Y) / 30 - 0.5), 1e-6));
        }

        Assert.Contains("32611", GdalTool.Run("ogrinfo", "-so", export[name], "components"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void AllFilesOfAShapefileComeTogether()
    {
        GdalTool.RequireLibrary();
        using var export = new ExportCase(InUtm);
        export.Export("a.shp");
        Assert.Equal(["a.dbf", "a.prj", "a.shp", "a.shx"], export.Files());
        Assert.Contains("Feature Count: 300", GdalTool.Run("ogrinfo", "-so", "-al", export["a.shp"]),
            StringComparison.Ordinal);
        export.Export("a.shp", new ExportOptions(Overwrite: true));

        File.WriteAllText(export["b.dbf"], "mine");
        var e = Assert.Throws<InputException>(() => export.Export("b.shp"));
        Assert.Contains("b.dbf is there already", e.Message, StringComparison.Ordinal);
        Assert.Equal(["a.dbf", "a.prj", "a.shp", "a.shx", "b.dbf"], export.Files());
        Assert.Equal("mine", File.ReadAllText(export["b.dbf"]));
    }

    [SkippableFact]
    public void WithoutAGeoreferenceOgrGetsPixelsAndGeoJsonIsRefused()
    {
        GdalTool.RequireLibrary();
        using var export = new ExportCase(ResultSamples.Raster());
        Assert.Equal("pixels", export.Export("a.gpkg", new ExportOptions(Sigma: Sigma)).Coordinates);
        JsonElement[] features = Features(GdalTool.Run("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", export["a.gpkg"]));
        foreach ((ComponentRow row, JsonElement feature) in export.Rows.Zip(features))
        {
            Assert.All(Ring(feature), p => Assert.Equal(
                Sigma * Sigma, row.Component.Shape.MahalanobisSquared(p.X, p.Y), 1e-3));
        }

        var e = Assert.Throws<InputException>(() => export.Export("a.geojson"));
        Assert.Contains("no coordinate reference system", e.Message, StringComparison.Ordinal);
        Assert.Equal(["a.gpkg"], export.Files());
    }

    [SkippableFact]
    public void AnEllipseOffTheEarthIsNamed()
    {
        GdalTool.RequireLibrary();
        var far = new GeoTransform(1e12, 1e9, 0, 1e12, 0, -1e9);
        using var export = new ExportCase(ResultSamples.Raster(far, ExportCase.Utm), 1);
        var e = Assert.Throws<InputException>(() => export.Export("a.geojson"));
        Assert.Contains("component 0 has no place on WGS 84", e.Message, StringComparison.Ordinal);
        Assert.Empty(export.Files());
    }

    private static JsonElement[] Features(string text)
    {
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.Clone())];
    }

    private static long Identity(JsonElement feature) =>
        feature.GetProperty("properties").GetProperty("component_id").GetInt64();

    private static (double X, double Y)[] Ring(JsonElement feature)
    {
        JsonElement geometry = feature.GetProperty("geometry");
        Assert.Equal("Polygon", geometry.GetProperty("type").GetString());
        return [.. geometry.GetProperty("coordinates")[0].EnumerateArray()
            .Select(point => (point[0].GetDouble(), point[1].GetDouble()))];
    }

    private static double TwiceArea((double X, double Y)[] ring) => ring.Zip(ring[1..]).Sum(
        edge => (edge.First.X - ring[0].X) * (edge.Second.Y - ring[0].Y)
            - (edge.Second.X - ring[0].X) * (edge.First.Y - ring[0].Y));

    private static void AssertProperties(ComponentRow row, JsonElement feature)
    {
        JsonElement properties = feature.GetProperty("properties");
        Gaussian shape = row.Component.Shape;
        double Number(string name) => properties.GetProperty(name).GetDouble();
        Assert.Equal(row.Component.Id, Identity(feature));
        Assert.Equal(
            (shape.Amplitude, shape.X, shape.Y, shape.L11, shape.L21, shape.L22),
            (Number("amplitude"), Number("x"), Number("y"), Number("chol_11"), Number("chol_21"), Number("chol_22")));
        Assert.Equal((int)row.Component.Flags, Number("flags"));
        // FlatGeobuf leaves nulls out.
        Assert.True(!properties.TryGetProperty("snr", out JsonElement snr) || snr.ValueKind == JsonValueKind.Null);
    }
}
