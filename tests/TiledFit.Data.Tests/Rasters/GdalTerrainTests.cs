using System.Text.Json;
using System.Text.Json.Nodes;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

/// <summary>Real elevation models, against what GDAL's own programs say of them.</summary>
public sealed class GdalTerrainTests
{
    [SkippableTheory]
    [InlineData("terrain/N46E008.tif", "")]
    [InlineData("terrain/srtm_bigtujunga30m_utm11.tif", "")]
    [InlineData("terrain/SainteHelens.dem", "")]
    [InlineData("terrain/glo_merged_nan.tif", "")]
    [InlineData("terrain/N48W125.hgt.zip", "/N48W125.hgt")]
    [InlineData("terrain/N52E008.hgt.zip", "/N52E008.hgt")]
    public void Agrees_with_gdalinfo(string name, string inner)
    {
        GdalTool.RequireLibrary();
        string path = inner.Length == 0 ? TestData.Shared(name) : $"/vsizip/{TestData.Shared(name)}{inner}";
        JsonElement expected = GdalTool.Info(path);
        using IRaster raster = RasterFactory.Open(path);
        AssertDescription(expected, raster.Info);
        AssertReference(expected, path, raster.Info);
        AssertValues(expected.GetProperty("bands")[0], raster);
    }

    [SkippableTheory]
    [InlineData("terrain/N46E008.tif", "")]
    [InlineData("terrain/srtm_bigtujunga30m_utm11.tif", "")]
    [InlineData("terrain/N52E008.hgt.zip", "/N52E008.hgt")]
    public void Four_threads_read_what_one_reads(string name, string inner)
    {
        GdalTool.RequireLibrary();
        string path = inner.Length == 0 ? TestData.Shared(name) : $"/vsizip/{TestData.Shared(name)}{inner}";
        using IRaster raster = RasterFactory.Open(path);
        double[] whole = raster.ReadAll();
        Assert.Equal(whole, raster.ReadByWindows(100, 90));
        Assert.Equal(whole, raster.ReadByWindows(100, 90, parallel: true));
    }

    [SkippableFact]
    public void Counts_the_missing_pixels()
    {
        GdalTool.RequireLibrary();
        Assert.Equal(0.072, MissingShare(TestData.Shared("terrain/N46E008.tif")), 3);
        Assert.Equal(0.0027, MissingShare(TestData.Shared("terrain/glo_merged_nan.tif")), 4);
        Assert.Equal(0.027, MissingShare(TestData.Shared("terrain/SainteHelens.dem")), 3);
    }

    [SkippableFact]
    public void The_fingerprint_is_the_same_at_every_opening()
    {
        GdalTool.RequireLibrary();
        string alps = TestData.Shared("terrain/N46E008.tif");
        string archive = $"/vsizip/{TestData.Shared("terrain/N52E008.hgt.zip")}/N52E008.hgt";
        Assert.Equal(Fingerprint(alps), Fingerprint(alps));
        Assert.Equal(Fingerprint(archive), Fingerprint(archive));
        Assert.NotEqual(Fingerprint(alps), Fingerprint(archive));
    }

    private static void AssertDescription(JsonElement expected, RasterInfo info)
    {
        JsonElement band = expected.GetProperty("bands")[0];
        Assert.Equal(expected.GetProperty("driverShortName").GetString(), info.Driver);
        Assert.Equal(expected.GetProperty("size").Deserialize<List<int>>(), [info.Width, info.Height]);
        Assert.Equal(expected.GetProperty("bands").GetArrayLength(), info.BandCount);
        Assert.Equal(band.GetProperty("type").GetString(), info.DataType);
        Assert.Equal(band.GetProperty("block").Deserialize<List<int>>(), [info.BlockWidth, info.BlockHeight]);
        Assert.Equal((1, 0), (info.Scale, info.Offset));
        double? noData = !band.TryGetProperty("noDataValue", out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.String ? double.NaN : value.GetDouble();
        Assert.Equal(noData, info.NoData);
    }

    private static void AssertReference(JsonElement expected, string path, RasterInfo info)
    {
        GeoTransform g = info.GeoTransform!;
        double[] coefficients = expected.GetProperty("geoTransform").Deserialize<double[]>()!;
        // gdalinfo prints sixteen decimals.
        foreach ((double wanted, double got) in coefficients.Zip([g.X0, g.XColumn, g.XRow, g.Y0, g.YColumn, g.YRow]))
        {
            Assert.Equal(wanted, got, 1e-15);
        }
        // GDAL gives "WGS 84" as a datum or as an ensemble of datums, depending on what the process opened before: what
        // both texts mean is compared, in PROJ's short form.
        string meaning = GdalTool.Proj4(path);
        Assert.Contains("+proj=", meaning);
        Assert.Equal(meaning, GdalTool.Proj4(info.Crs!.Wkt));
        Assert.Equal(meaning, GdalTool.Proj4(info.Crs.ProjJson!));
        Assert.StartsWith(info.Crs.Wkt.Contains("PROJCRS[") ? "PROJCRS[" : "GEOGCRS[", info.Crs.Wkt);
        JsonNode json = JsonNode.Parse(GdalTool.Run("gdalsrsinfo", "-o", "projjson", path))!;
        Assert.Equal((string?)json["name"], info.Crs.Name);
        Assert.Equal(json["id"] is JsonNode id ? $"{id["authority"]}:{id["code"]}" : null, info.Crs.Authority);
    }

    private static void AssertValues(JsonElement band, IRaster raster)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity, sum = 0;
        long count = 0;
        foreach (PixelRectangle window in raster.Windows(512, 512))
        {
            foreach (double value in raster.Read(window).Where(double.IsFinite))
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
                sum += value;
                count++;
            }
        }

        double[] range = [band.GetProperty("computedMin").GetDouble(), band.GetProperty("computedMax").GetDouble()];
        // gdalinfo prints three decimals, and two of the share.
        Assert.Equal(range[0], least, 0.0005);
        Assert.Equal(range[1], most, 0.0005);
        Assert.Equal(band.GetProperty("mean").GetDouble(), sum / count, 0.0005);
        double share = double.Parse(
            band.GetProperty("metadata").GetProperty("").GetProperty("STATISTICS_VALID_PERCENT").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(share, 100.0 * count / ((double)raster.Info.Width * raster.Info.Height), 0.011);
    }

    private static double MissingShare(string path)
    {
        using IRaster raster = RasterFactory.Open(path);
        return raster.ReadAll().Average(value => double.IsNaN(value) ? 1.0 : 0.0);
    }

    private static string Fingerprint(string path)
    {
        using IRaster raster = RasterFactory.Open(path);
        return raster.Fingerprint;
    }
}
