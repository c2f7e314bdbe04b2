using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Data.Tests.Results;

/// <summary>Results to write.</summary>
internal static class ResultSamples
{
    public static GeoTransform Transform { get; } = new(500_000, 30, 0, 4_000_000, 0, -30);

    public static CoordinateReferenceSystem Utm { get; } = new(
        "PROJCRS[…]", """{"type":"ProjectedCRS","name":"WGS 84 / UTM zone 11N"}""", "WGS 84 / UTM zone 11N",
        "EPSG:32611");

    public static RasterInfo Raster(GeoTransform? transform = null, CoordinateReferenceSystem? crs = null) => new(
        "dem.tif", "GTiff", 1000, 800, 1, 1, "Float32", 256, 256, double.NaN, 1, 0, transform, crs);

    public static ResultContent Content(IReadOnlyList<ComponentRow> components, RasterInfo? raster = null) => new(
        new Manifest(
            0, "TiledFit 0.1.0", new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), raster ?? Raster(), "a1b2c3",
            new Dictionary<string, string> { ["tile"] = "512", ["background"] = "auto" },
            new Background(BackgroundKind.Plane, 812.5, 0.25, -1.0 / 3, 499.5, 399.5),
            1234.5, 0.125, 79_000, -1, 7, true, 512, 32, 5, []),
        ComponentOrder.Sort(components),
        [
            new TileRow(0, 0, 0, 0, 512, 512, 262_144, 12, 3.5, 4, 0.25, "settled"),
            new TileRow(1, 0, 512, 0, 488, 512, 0, 0, 0, 0, 0, "empty"),
        ],
        [
            new SweepRow(1, "grow", 5000, 0.5, 0.01, 2, 10, 1.5),
            new SweepRow(2, "fit", 1234.5, 1e-7, 2e-5, 1, 12, 2.5),
        ],
        [new ResultFile("preview.png", stream => stream.Write([1, 2, 3]))]);

    /// <summary>Components all over the raster, the same each time.</summary>
    public static ComponentRow[] Components(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(i => new ComponentRow(
            new Component(
                1_000_000_007L * i,
                new Gaussian(
                    100 * random.NextDouble(), 1000 * random.NextDouble(), 800 * random.NextDouble(),
                    1 + 5 * random.NextDouble(), 4 * random.NextDouble() - 2, 1 + 5 * random.NextDouble()),
                (ComponentFlags)(i % 16)),
            i % 2, i % 3, i % 4))];
    }
}
