using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Fuzz.Targets;

/// <summary>The manifest of a result.</summary>
internal sealed class ManifestTarget() : FileTarget("manifest")
{
    public override IReadOnlyList<byte[]> Corpus { get; } =
    [
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new Manifest(
                ManifestJson.FormatVersion, "TiledFit", DateTimeOffset.UnixEpoch,
                new RasterInfo(
                    "dem.tif", "GTiff", 1000, 800, 1, 1, "Float32", 256, 256, -9999, 1, 0,
                    new GeoTransform(5, 1, 0, 4, 0, -1),
                    new CoordinateReferenceSystem("PROJCRS[…]", "{}", "UTM", "EPSG:32611")),
                "a1b2c3", new Dictionary<string, string> { ["tile"] = "512" },
                new Background(BackgroundKind.Plane, 1.5, 0.25, -1.0 / 3, 499.5, 399.5), 1234.5, 0.125, 79_000, 12, 7,
                true, 512, 32, 5, [new ManifestFile("components/part-00000.parquet", 1234, 12)], "job"),
            ManifestJson.Default.Manifest),
    ];

    protected override void ParseFile(string path) => ManifestJson.Read(path);
}
