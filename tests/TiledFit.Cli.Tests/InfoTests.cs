using System.Text.Json;

namespace TiledFit.Cli.Tests;

public class InfoTests
{
    [Fact]
    public async Task ARastersFigures()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        double[] valid = Pixels().Where(double.IsFinite).ToArray();

        CommandLine run = await CommandLine.RunAsync($"info {directory["in.npy"]} --json");

        Assert.Equal(ExitCode.Done, run.Code);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(SampleResult.Width, report.GetProperty("width").GetInt32());
        Assert.Equal(SampleResult.Height, report.GetProperty("height").GetInt32());
        Assert.Equal("Float32", report.GetProperty("type").GetString());
        Assert.Equal(valid.Length, report.GetProperty("valid").GetInt64());
        Assert.Equal(valid.Min(), report.GetProperty("minimum").GetDouble());
        Assert.Equal(valid.Max(), report.GetProperty("maximum").GetDouble());
        Assert.Equal(valid.Average(), report.GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("crs").ValueKind);
    }

    [Fact]
    public async Task ARasterForPeople()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        CommandLine run = await CommandLine.RunAsync($"info {directory["in.npy"]}");
        Assert.Contains("Size    60 × 44 px", run.Output);
        Assert.Contains("Valid   2,639 of 2,640 px (99.96 %)", run.Output);
    }

    [Fact]
    public async Task AResult()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        CommandLine text = await CommandLine.RunAsync($"info {directory["result"]}");
        Assert.Contains("Components    3", text.Output);
        Assert.Contains("Options       --background plane --tile 512", text.Output);
        CommandLine json = await CommandLine.RunAsync($"info {directory["result"]} --json");
        string line = Assert.Single(json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        JsonElement manifest = JsonDocument.Parse(line).RootElement;
        Assert.Equal(82.5, manifest.GetProperty("objective").GetDouble());
    }

    [Fact]
    public async Task Version()
    {
        CommandLine run = await CommandLine.RunAsync("--version");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.StartsWith("TiledFit 0.1.0", run.Output);
        Assert.Contains("Parquet", run.Output);
        Assert.Contains("GDAL", run.Output);
        Assert.Contains("local", run.Output);
    }

    private static IEnumerable<double> Pixels() =>
        from y in Enumerable.Range(0, SampleResult.Height)
        from x in Enumerable.Range(0, SampleResult.Width)
        select SampleResult.ValueAt(x, y);
}
