using System.Text.Json;
using TiledFit.Data.Results;
using TiledFit.Data.Tests.Parquet;

namespace TiledFit.Data.Tests.Results;

/// <summary>A result read by hyparquet, which knows GeoParquet and turns WKB into GeoJSON.</summary>
public sealed class GeoParquetTests
{
    [SkippableFact]
    public void ComponentsAreReadAsPointsWithTheirValues()
    {
        using var directory = new TemporaryDirectory();
        ComponentRow[] rows = ResultSamples.Components(300);
        ResultWriter.Write(
            directory["out"],
            ResultSamples.Content(rows, ResultSamples.Raster(ResultSamples.Transform, ResultSamples.Utm)),
            overwrite: false, CancellationToken.None);
        JsonElement file = HyparquetClient.Read(directory["out/components/part-00000.parquet"]);
        JsonElement[] read = [.. file.GetProperty("rows").EnumerateArray()];

        Assert.Equal(rows.Length, read.Length);
        var byId = rows.ToDictionary(row => row.Component.Id.ToString());
        Assert.All(read, row => AssertRow(byId[row.GetProperty("component_id").GetString()!], row));
        Assert.Equal("1.1.0", GeoOf(file).GetProperty("version").GetString());
    }

    private static JsonElement GeoOf(JsonElement file)
    {
        using var geo = JsonDocument.Parse(file.GetProperty("keyValues").GetProperty("geo").GetString()!);
        return geo.RootElement.Clone();
    }

    private static void AssertRow(ComponentRow expected, JsonElement row)
    {
        var shape = expected.Component.Shape;
        double Number(string name) => row.GetProperty(name).GetDouble();
        Assert.Equal(
            (shape.Amplitude, shape.X, shape.Y, shape.L11, shape.L21, shape.L22),
            (Number("amplitude"), Number("x"), Number("y"), Number("chol_11"), Number("chol_21"), Number("chol_22")));
        Assert.Equal(
            (expected.TileX, expected.TileY, expected.Level, (int)expected.Component.Flags),
            (Number("tile_x"), Number("tile_y"), Number("level"), Number("flags")));
        Assert.Equal(JsonValueKind.Null, row.GetProperty("snr").ValueKind);
        double worldX = 500_000 + 30 * (shape.X + 0.5), worldY = 4_000_000 - 30 * (shape.Y + 0.5);
        Assert.Equal("Point", row.GetProperty("geometry").GetProperty("type").GetString());
        JsonElement coordinates = row.GetProperty("geometry").GetProperty("coordinates");
        double[] point = [.. coordinates.EnumerateArray().Select(coordinate => coordinate.GetDouble())];
        Assert.Equal(worldX, point[0], 1e-6);
        Assert.Equal(worldY, point[1], 1e-6);
        Assert.Equal(point[0], Number("world_x"));
        Assert.Equal(point[1], row.GetProperty("bbox").GetProperty("ymax").GetDouble());
    }
}
