using System.Globalization;
using System.Text.RegularExpressions;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Exports;
using TiledFit.Data.Results;
using TiledFit.Data.Tests.Results;

namespace TiledFit.Data.Tests.Exports;

public sealed class TextExportTests
{
    [Fact]
    public void CsvIsACatalogOfTheSameBits()
    {
        using var export = new ExportCase(ResultSamples.Raster(), ExportCase.Count);
        ExportSummary summary = export.Export("a.csv");
        Assert.Equal(new ExportSummary(ExportCase.Count, "CSV", "pixels"), summary);
        Assert.Equal(export.Rows.Select(row => row.Component.Shape), ComponentCatalog.Read(export["a.csv"]));
        Assert.Equal(["a.csv"], export.Files());
    }

    [Fact]
    public void CsvHasTheTablesColumns()
    {
        using var export = new ExportCase(ResultSamples.Raster(ResultSamples.Transform), 3);
        export.Export("a.csv");
        string[][] lines = [.. File.ReadLines(export["a.csv"]).Select(line => line.Split(','))];
        string Value(int row, string name) => lines[row + 1][Array.IndexOf(lines[0], name)];

        Assert.Equal(4, lines.Length);
        for (int i = 0; i < 3; i++)
        {
            Gaussian shape = export.Rows[i].Component.Shape;
            Assert.Equal(export.Rows[i].Component.Id.ToString(CultureInfo.InvariantCulture), Value(i, "component_id"));
            Assert.Equal(
                500_000 + 30 * (shape.X + 0.5), double.Parse(Value(i, "world_x"), CultureInfo.InvariantCulture), 1e-6);
            Assert.Equal("", Value(i, "snr"));
        }
    }

    [Fact]
    public void RegionsOfDs9AreTheEllipses()
    {
        const double sigma = 3;
        using var export = new ExportCase(ResultSamples.Raster());
        export.Export("a.reg", new ExportOptions(Sigma: sigma));
        string[] lines = File.ReadAllLines(export["a.reg"]);
        Assert.Equal(["# Region file format: DS9 version 4.1", "image"], lines[..2]);
        Assert.Equal(export.Rows.Length, lines.Length - 2);
        foreach ((ComponentRow row, string line) in export.Rows.Zip(lines[2..]))
        {
            double[] number = [.. Regex.Matches(line, @"[-0-9.E]+(?=[,)])").Select(match => double.Parse(
                match.Value, CultureInfo.InvariantCulture))];
            Assert.StartsWith("ellipse(", line, StringComparison.Ordinal);
            Assert.EndsWith($"# text={{{row.Component.Id}}}", line, StringComparison.Ordinal);
            (double sin, double cos) = Math.SinCos(number[4] * Math.PI / 180);
            AssertOnEllipse(row, sigma, number[0] + number[2] * cos, number[1] + number[2] * sin);
            AssertOnEllipse(row, sigma, number[0] - number[3] * sin, number[1] + number[3] * cos);
        }
    }

    [SkippableTheory]
    [InlineData("a.xyz", null, "'.xyz'")]
    [InlineData("a", null, "has no extension")]
    [InlineData("a.csv", "nonsense", "--format 'nonsense' is unknown")]
    public void AnUnknownFormatIsNamed(string name, string? format, string message)
    {
        Skip.If(Data.Rasters.Gdal.Version is null, "GDAL is not installed");
        using var export = new ExportCase(ResultSamples.Raster(), 1);
        var e = Assert.Throws<InputException>(() => export.Export(name, new ExportOptions(format)));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Empty(export.Files());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void SigmaIsAPositiveNumber(double sigma)
    {
        using var export = new ExportCase(ResultSamples.Raster(), 1);
        Assert.Throws<InputException>(() => export.Export("a.reg", new ExportOptions(Sigma: sigma)));
    }

    [Fact]
    public void AFileThatIsThereStaysUnlessItMayBeReplaced()
    {
        using var export = new ExportCase(ResultSamples.Raster());
        File.WriteAllText(export["a.csv"], "mine");
        Assert.Contains(
            "--overwrite", Assert.Throws<InputException>(() => export.Export("a.csv")).Message,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(export["a.csv"]));
        export.Export("a.csv", new ExportOptions(Overwrite: true));
        Assert.Equal(export.Rows.Length, ComponentCatalog.Read(export["a.csv"]).Count);
    }

    [SkippableTheory]
    [InlineData("a.csv")]
    [InlineData("a.reg")]
    [InlineData("a.gpkg")]
    public void WhatIsCancelledOrFailsLeavesNothing(string name)
    {
        Skip.If(name == "a.gpkg" && Data.Rasters.Gdal.Version is null, "GDAL is not installed");
        using var export = new ExportCase(ResultSamples.Raster());
        Assert.Throws<OperationCanceledException>(() => ComponentExport.Write(
            export.Result, export[name], new ExportOptions(), new CancellationToken(canceled: true)));
        File.WriteAllBytes(export["result/components/part-00000.parquet"], new byte[100]);
        Assert.Throws<InputException>(() => export.Export(name));
        Assert.Empty(export.Files());
    }

    /// <summary>A point of DS9's image coordinates lies on an ellipse of the raster.</summary>
    private static void AssertOnEllipse(ComponentRow row, double sigma, double x, double y)
    {
        // Image coordinates are from 1.
        double q = row.Component.Shape.MahalanobisSquared(x - 1, y - 1);
        Assert.Equal(sigma * sigma, q, 1e-6);
    }
}
