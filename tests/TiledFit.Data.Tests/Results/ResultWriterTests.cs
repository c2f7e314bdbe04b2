using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Tests.Results;

public sealed class ResultWriterTests : IDisposable
{
    private static readonly string[] Columns =
    [
        "component_id", "tile_x", "tile_y", "amplitude", "x", "y", "chol_11", "chol_21", "chol_22", "cov_xx", "cov_xy",
        "cov_yy", "sigma_major", "sigma_minor", "theta", "volume", "world_x", "world_y", "map_cov_xx",
        "map_cov_xy", "map_cov_yy", "amplitude_err", "x_err", "y_err", "chol_11_err", "chol_21_err", "chol_22_err",
        "cov_xx_err", "cov_xy_err", "cov_yy_err", "sigma_major_err", "sigma_minor_err", "theta_err", "volume_err",
        "centre_cov_xy", "snr", "local_rms", "neighbour_id", "level", "flags", "geometry",
        "bbox.xmin", "bbox.ymin", "bbox.xmax", "bbox.ymax",
    ];

    private static readonly RasterInfo Georeferenced = ResultSamples.Raster(ResultSamples.Transform, ResultSamples.Utm);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ResultComesBack()
    {
        ComponentRow[] rows = ResultSamples.Components(5000);
        ResultContent content = ResultSamples.Content(rows, Georeferenced);
        Manifest written = Write(content);
        var result = ResultReader.Open(_directory["out"]);

        Assert.Equal(rows.OrderBy(Id), result.ReadComponents().OrderBy(Id));
        Assert.Equal(content.Tiles, result.ReadTiles());
        Assert.Equal(content.Sweeps, result.ReadSweeps());
        Assert.Equal(5000, result.Manifest.Components);
        Assert.Equal(written.Files, result.Manifest.Files);
        Assert.Equal(content.Manifest.Background, result.Manifest.Background);
        Assert.Equal(content.Manifest.Options, result.Manifest.Options);
        Assert.Equal(content.Manifest.Created, result.Manifest.Created);
        Assert.Equal(content.Manifest.Input with { NoData = null }, result.Manifest.Input);
        Assert.Equal(
            [
                ("components/part-00000.parquet", 5000L), ("tiles.parquet", 2L), ("sweeps.parquet", 2L),
                ("preview.png", null),
            ],
            written.Files.Select(file => (file.Path, file.Rows)));
        Assert.All(
            written.Files, file => Assert.Equal(new FileInfo(_directory[$"out/{file.Path}"]).Length, file.Bytes));
    }

    [Fact]
    public void ColumnsStandInTheirOrder()
    {
        Assert.Equal(Columns, ColumnsOf(Georeferenced));
        Assert.Equal(Columns, ColumnsOf(ResultSamples.Raster(ResultSamples.Transform)));
        Assert.Equal([.. Columns[..16], .. Columns[21..]], ColumnsOf(ResultSamples.Raster(null, ResultSamples.Utm)));
    }

    [Fact]
    public void DerivedColumnsOfOneComponent()
    {
        // L = [[3, 0], [4, 5]]: Σ = [[9, 12], [12, 41]], eigenvalues 25 ± √(16² + 12²) = 45 and 5, |Σ|^½ = 15;
        // the major axis is along (12, 36), so θ = atan 3. World: X = 500000 + 10.5·30, Y = 4000000 − 20.5·30.
        var row = new ComponentRow(new Component(42, new Gaussian(2, 10, 20, 3, 4, 5), ComponentFlags.Grown), 6, 7, 1);
        Write(ResultSamples.Content([row], Georeferenced));
        using FileStream stream = File.OpenRead(_directory["out/components/part-00000.parquet"]);
        using IParquetTableReader table = ParquetCodec.Default.Open(stream);
        object? Value(string name) => table.ReadColumn(0, Array.IndexOf(Columns, name)).GetValue(0);
        void AssertNumber(double expected, string name) =>
            Assert.Equal(expected, (double)Value(name)!, 1e-12 * Math.Abs(expected));

        Assert.Equal(42L, Value("component_id"));
        Assert.Equal((6, 7, 1, 8), (Value("tile_x"), Value("tile_y"), Value("level"), Value("flags")));
        double[] parameters = [2, 10, 20, 3, 4, 5, 9, 12, 41];
        Assert.All(Columns[3..12].Zip(parameters), pair => AssertNumber(pair.Second, pair.First));
        AssertNumber(Math.Sqrt(45), "sigma_major");
        AssertNumber(Math.Sqrt(5), "sigma_minor");
        AssertNumber(Math.Atan(3), "theta");
        AssertNumber(60 * Math.PI, "volume");
        AssertNumber(500_315, "world_x");
        AssertNumber(3_999_385, "world_y");
        AssertNumber(9 * 900, "map_cov_xx");
        AssertNumber(-12 * 900, "map_cov_xy");
        AssertNumber(41 * 900, "map_cov_yy");
        Assert.All(Columns[21..37], name => Assert.Null(Value(name)));
        Assert.All(["bbox.xmin", "bbox.xmax"], name => AssertNumber(500_315, name));
        Assert.All(["bbox.ymin", "bbox.ymax"], name => AssertNumber(3_999_385, name));
        Assert.Equal(
            "0101000000" + "000000006C891E41" + "000000804C834E41", Convert.ToHexString((byte[])Value("geometry")!));
    }

    [Fact]
    public void MetadataNamesUnitsBackgroundSupportAndGeometry()
    {
        ComponentRow[] rows = ResultSamples.Components(10);
        Write(ResultSamples.Content(rows, Georeferenced));
        using FileStream stream = File.OpenRead(_directory["out/components/part-00000.parquet"]);
        using IParquetTableReader table = ParquetCodec.Default.Open(stream);

        JsonElement units = Parse(table.Metadata["tiledfit:units"]);
        Assert.Equal(Columns, units.EnumerateObject().Select(unit => unit.Name));
        Assert.Equal("px^2", Text(units, "cov_xy"));
        Assert.Equal("rad", Text(units, "theta"));
        Assert.Equal("value*px^2", Text(units, "volume"));
        Assert.Equal("5", table.Metadata["tiledfit:support_radius"]);
        Assert.Equal(
            """{"kind":"Plane","level":812.5,"slopeX":0.25,"slopeY":-0.3333333333333333,"originX":499.5,"originY":399.5}""",
            table.Metadata["tiledfit:background"]);

        JsonElement geo = Parse(table.Metadata["geo"]);
        Assert.Equal(("1.1.0", "geometry"), (Text(geo, "version"), Text(geo, "primary_column")));
        JsonElement geometry = geo.GetProperty("columns").GetProperty("geometry");
        Assert.Equal("WKB", Text(geometry, "encoding"));
        Assert.Equal("""["Point"]""", geometry.GetProperty("geometry_types").GetRawText());
        Assert.Equal("WGS 84 / UTM zone 11N", Text(geometry.GetProperty("crs"), "name"));
        Assert.Equal(
            """{"xmin":["bbox","xmin"],"ymin":["bbox","ymin"],"xmax":["bbox","xmax"],"ymax":["bbox","ymax"]}""",
            geometry.GetProperty("covering").GetProperty("bbox").GetRawText());
        double[] xs = [.. rows.Select(row => 500_000 + 30 * (row.Component.Shape.X + 0.5))];
        double[] ys = [.. rows.Select(row => 4_000_000 - 30 * (row.Component.Shape.Y + 0.5))];
        double[] bounds = [xs.Min(), ys.Min(), xs.Max(), ys.Max()];
        Assert.All(
            geometry.GetProperty("bbox").EnumerateArray().Zip(bounds),
            pair => Assert.Equal(pair.Second, pair.First.GetDouble(), 1e-6));
    }

    [Fact]
    public void CrsThatProjCannotWriteIsNull()
    {
        JsonElement geometry = GeometryOf([], Georeferenced with { Crs = ResultSamples.Utm with { ProjJson = null } });
        Assert.Equal(JsonValueKind.Null, geometry.GetProperty("crs").ValueKind);
        Assert.False(geometry.TryGetProperty("bbox", out _));
    }

    [Fact]
    public void PixelSpaceHasGeometryWithoutACrs()
    {
        JsonElement geometry = GeometryOf(
            [new ComponentRow(new Component(1, new Gaussian(2, 10, 20, 3, 4, 5)), 0, 0)],
            ResultSamples.Raster(transform: null, ResultSamples.Utm));
        Assert.Equal(JsonValueKind.Null, geometry.GetProperty("crs").ValueKind);
        Assert.Equal("[10,20,10,20]", geometry.GetProperty("bbox").GetRawText());
    }

    [Fact]
    public void EqualContentMakesEqualBytesInWhateverOrderItComes()
    {
        ComponentRow[] rows = ResultSamples.Components(3000);
        Write(ResultSamples.Content(rows), "a");
        Write(ResultSamples.Content([.. rows.Reverse()]) with { Tiles = [] }, "b");
        Assert.Equal(
            File.ReadAllBytes(_directory["a/components/part-00000.parquet"]),
            File.ReadAllBytes(_directory["b/components/part-00000.parquet"]));
    }

    [Fact]
    public void TheOrderOfRowsDoesNotDependOnTheTiles()
    {
        ComponentRow[] rows = ResultSamples.Components(3000);
        Write(ResultSamples.Content(rows), "a");
        Write(ResultSamples.Content([.. rows.Select(row => row with { TileX = 9 - row.TileX, TileY = 7 })]), "b");
        IEnumerable<Component> Read(string name) =>
            ResultReader.Open(_directory[name]).ReadComponents().Select(row => row.Component);
        Assert.Equal(Read("a"), Read("b"));
    }

    [Fact]
    public void RowsFollowTheCurveAndThenTheIdentity()
    {
        ComponentRow At(long id, double x, double y) => new(new Component(id, new Gaussian(1, x, y, 1, 0, 1)), 0, 0);
        // The curve's first cells are (0,0), (0,1) or (1,0), (1,1), …: the diagonal cell is always third.
        Write(ResultSamples.Content([At(9, 0.1, -0.2), At(4, 1, 1), At(3, 0, 0), At(8, -7, -8), At(1, 600, 700)]));
        Assert.Equal([3L, 8, 9, 4, 1], ResultReader.Open(_directory["out"]).ReadComponents().Select(Id));
    }

    [Fact]
    public void RowGroupsHoldOneHundredThousandRows()
    {
        Write(ResultSamples.Content(ResultSamples.Components(250_000)));
        using FileStream stream = File.OpenRead(_directory["out/components/part-00000.parquet"]);
        using IParquetTableReader table = ParquetCodec.Default.Open(stream);
        Assert.Equal(
            [100_000, 100_000, 50_000],
            Enumerable.Range(0, table.RowGroupCount).Select(group => table.ReadColumn(group, 0).Length));
    }

    [Fact]
    public void ManifestIsCamelCaseWithoutNaN()
    {
        Write(ResultSamples.Content([]));
        string json = File.ReadAllText(_directory["out/manifest.json"]);
        Assert.DoesNotContain("NaN", json);
        JsonElement manifest = Parse(json);
        Assert.Equal(1, manifest.GetProperty("formatVersion").GetInt32());
        Assert.Equal(JsonValueKind.Null, manifest.GetProperty("input").GetProperty("noData").ValueKind);
        Assert.Equal("a1b2c3", Text(manifest, "inputFingerprint"));
    }

    [Fact]
    public void CancelledRunLeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => ResultWriter.Write(_directory["out"], ResultSamples.Content([]), false, cancellation.Token));
        Assert.False(Directory.Exists(_directory["out"]));
    }

    [Fact]
    public void FailedRunKeepsTheOldResult()
    {
        Write(ResultSamples.Content(ResultSamples.Components(20)));
        var before = Snapshot();
        ResultContent failing = ResultSamples.Content(ResultSamples.Components(30)) with
        {
            OtherFiles = [new ResultFile("preview.png", _ => throw new IOException("disk full"))],
        };
        Assert.Throws<IOException>(
            () => ResultWriter.Write(_directory["out"], failing, overwrite: true, CancellationToken.None));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void OverwritingReplacesEverythingIncludingPartsOfAnOlderResult()
    {
        Write(ResultSamples.Content(ResultSamples.Components(20)));
        File.Copy(_directory["out/components/part-00000.parquet"], _directory["out/components/part-00001.parquet"]);
        Directory.CreateDirectory(_directory["out/.tiledfit-partial/components"]);
        File.WriteAllText(_directory["out/.tiledfit-partial/components/part-00000.parquet"], "left by a crash");
        File.WriteAllText(_directory["out/notes.txt"], "the user's own");
        Overwrite();
        Assert.Equal(30, ResultReader.Open(_directory["out"]).ReadComponents().Count());
        Assert.Equal(
            ["components/part-00000.parquet", "manifest.json", "notes.txt", "sweeps.parquet", "tiles.parquet"],
            Snapshot().Select(file => file.Path));
    }

    [Fact]
    public void AManifestThatIsNotOursIsNotOverwritten()
    {
        Directory.CreateDirectory(_directory["out"]);
        File.WriteAllText(_directory["out/manifest.json"], "{");
        Assert.Throws<InputException>(Overwrite);
        Assert.Equal("{", File.ReadAllText(_directory["out/manifest.json"]));
    }

    [Fact]
    public void WhereAFileStandsNoResultIsWritten()
    {
        File.WriteAllText(_directory["out"], "mine");
        InputException e = Assert.Throws<InputException>(Overwrite);
        Assert.Contains(_directory["out"], e.Message);
        Assert.Equal("mine", File.ReadAllText(_directory["out"]));
    }

    [Fact]
    public void TwoRunsDoNotWriteAtOnce()
    {
        Write(ResultSamples.Content(ResultSamples.Components(20)));
        using (new FileStream(_directory["out/.tiledfit-lock"], FileMode.Create, FileAccess.Write, FileShare.None))
        {
            InputException e = Assert.Throws<InputException>(Overwrite);
            Assert.Contains("another run is writing", e.Message);
        }

        Assert.Equal(20, ResultReader.Open(_directory["out"]).ReadComponents().Count());
    }

    [Fact]
    public void FilesOutsideTheResultAreNotDeletedWhateverTheManifestSays()
    {
        Write(ResultSamples.Content([]));
        File.WriteAllText(_directory["precious.txt"], "");
        string json = File.ReadAllText(_directory["out/manifest.json"]);
        File.WriteAllText(_directory["out/manifest.json"], json.Replace("preview.png", "../precious.txt"));
        Overwrite();
        Assert.True(File.Exists(_directory["precious.txt"]));
    }

    private static long Id(ComponentRow row) => row.Component.Id;

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private IEnumerable<string> ColumnsOf(RasterInfo raster)
    {
        string name = Guid.NewGuid().ToString("N");
        Write(ResultSamples.Content([], raster), name);
        using FileStream stream = File.OpenRead(_directory[$"{name}/components/part-00000.parquet"]);
        using IParquetTableReader table = ParquetCodec.Default.Open(stream);
        return [.. table.Columns.Select(column => column.Name)];
    }

    private JsonElement GeometryOf(ComponentRow[] rows, RasterInfo raster)
    {
        Write(ResultSamples.Content(rows, raster));
        using FileStream stream = File.OpenRead(_directory["out/components/part-00000.parquet"]);
        using IParquetTableReader table = ParquetCodec.Default.Open(stream);
        Assert.Equal(rows.Length, table.RowCount);
        return Parse(table.Metadata["geo"]).GetProperty("columns").GetProperty("geometry");
    }

    private void Overwrite() => ResultWriter.Write(
        _directory["out"], ResultSamples.Content(ResultSamples.Components(30)) with { OtherFiles = null },
        overwrite: true, CancellationToken.None);

    private Manifest Write(ResultContent content, string name = "out") =>
        ResultWriter.Write(_directory[name], content, overwrite: false, CancellationToken.None);

    private (string Path, string Content)[] Snapshot() =>
    [
        .. Directory.GetFiles(_directory["out"], "*", SearchOption.AllDirectories)
            .Select(path =>
                (Path.GetRelativePath(_directory["out"], path), Convert.ToHexString(File.ReadAllBytes(path))))
            .Order(),
    ];
}
