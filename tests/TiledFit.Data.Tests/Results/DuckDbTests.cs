using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Results.Parquet.BuiltIn;
using TiledFit.Data.Tests.Parquet;

namespace TiledFit.Data.Tests.Results;

/// <summary>A result in DuckDB, whose log tells which row groups its statistics let it skip.</summary>
public sealed class DuckDbTests
{
    private const int RowGroupRows = 100_000, Rows = 350_000;

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void FiltersSkipTheRowGroupsThatHaveNothingToGive(bool builtIn)
    {
        using var directory = new TemporaryDirectory();
        ComponentRow[] rows = Write(directory["out"], builtIn);
        Gaussian[][] groups = [.. rows.Select(row => row.Component.Shape).Chunk(RowGroupRows)];
        AssertQuery(directory["out"], groups, "x < 100 AND y < 100",
            [g => g.Min(c => c.X) < 100, g => g.Min(c => c.Y) < 100], c => c.X < 100 && c.Y < 100);
        AssertQuery(directory["out"], groups, "x BETWEEN 800 AND 850 AND y > 700",
            [g => g.Max(c => c.X) >= 800 && g.Min(c => c.X) <= 850, g => g.Max(c => c.Y) > 700],
            c => c.X is >= 800 and <= 850 && c.Y > 700);
        AssertQuery(directory["out"], groups, "amplitude > 500", [g => g.Max(c => c.Amplitude) > 500],
            c => c.Amplitude > 500);
        // The covering of GeoParquet: northings under 3,976,015 are rows from 799 on.
        AssertQuery(directory["out"], groups, "bbox.ymin < 3976015", [g => g.Max(c => c.Y) > 799], c => c.Y > 799);
    }

    [SkippableFact]
    public void TheOtherTablesAreRead()
    {
        using var directory = new TemporaryDirectory();
        ResultWriter.Write(directory["out"], ResultSamples.Content(ResultSamples.Components(20)), false, default);
        JsonElement[][] results = DuckDbClient.Query(
            $"SELECT sum(pixels)::INTEGER AS pixels, max(status) AS status FROM '{directory["out"]}/tiles.parquet'",
            $"SELECT min(objective) AS objective, list(phase) AS phases FROM '{directory["out"]}/sweeps.parquet'",
            $"SELECT count(snr)::INTEGER AS known, min(snr) AS low FROM '{directory["out"]}/components/*.parquet'");
        Assert.Equal("""{"pixels":262144,"status":"settled"}""", results[0][0].GetRawText());
        Assert.Equal("""{"objective":1234.5,"phases":["grow","fit"]}""", results[1][0].GetRawText());
        Assert.Equal("""{"known":0,"low":null}""", results[2][0].GetRawText());
    }

    /// <summary>High components stand only among the first columns and rows. In the order of the file.</summary>
    private static ComponentRow[] Write(string directory, bool builtIn)
    {
        ComponentRow[] rows = [.. ResultSamples.Components(Rows).Select(row =>
        {
            Gaussian g = row.Component.Shape;
            Gaussian shape = g with { Amplitude = g.X < 250 && g.Y < 250 ? g.Amplitude + 1000 : g.Amplitude };
            return row with { Component = row.Component with { Shape = shape } };
        })];
        IParquetCodec codec = builtIn ? new BuiltInParquetCodec() : ParquetCodec.Default;
        ResultWriter.Write(
            directory, ResultSamples.Content(rows, ResultSamples.Raster(ResultSamples.Transform, ResultSamples.Utm)),
            overwrite: false, codec, CancellationToken.None);
        return [.. ResultReader.Open(directory).ReadComponents()];
    }

    private static void AssertQuery(
        string directory, Gaussian[][] groups, string condition, Predicate<Gaussian[]>[] mayHold,
        Predicate<Gaussian> holds)
    {
        JsonElement[][] results = DuckDbClient.Query(
            "CALL enable_logging('PhysicalOperator')",
            $"SELECT count(*)::INTEGER AS n, sum(amplitude) AS a FROM '{directory}/components/*.parquet' "
            + $"WHERE {condition}",
            "SELECT message FROM duckdb_logs WHERE message LIKE '%RowGroup%'");
        Gaussian[] expected = [.. groups.SelectMany(group => group).Where(c => holds(c))];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, results[1][0].GetProperty("n").GetInt32());
        double sum = expected.Sum(c => c.Amplitude);
        Assert.Equal(sum, results[1][0].GetProperty("a").GetDouble(), 1e-9 * sum);

        ILookup<string, int> events = results[2].Select(row => row.GetProperty("message").GetString()!).ToLookup(
            text => Regex.Match(text, "'event': (\\w+)").Groups[1].Value,
            text => int.Parse(Regex.Match(text, "row_group_id=(\\d+)").Groups[1].Value, CultureInfo.InvariantCulture));
        int[] needed = [.. Enumerable.Range(0, groups.Length).Where(i => mayHold.All(may => may(groups[i])))];
        Assert.NotEqual(groups.Length, needed.Length);
        Assert.Equal(needed, events["ReadRowGroup"].Order());
        Assert.Equal(Enumerable.Range(0, groups.Length).Except(needed), events["SkipRowGroup"].Order());
    }
}
