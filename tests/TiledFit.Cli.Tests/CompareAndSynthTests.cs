using System.Text.Json;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;

namespace TiledFit.Cli.Tests;

public class CompareAndSynthTests
{
    [Fact]
    public async Task ComparisonCountsAndMeasures()
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        // Two of the three, one moved by (0.3, −0.4) px and twice as high, and one that was not found.
        Gaussian moved = SampleResult.Components[0] with { X = 20.55, Y = 15.1, Amplitude = 7 };
        ComponentCatalog.WriteCsv(
            directory["t.csv"], [moved, SampleResult.Components[2], new Gaussian(1, 5, 5, 2, 0, 2)]);

        CommandLine run = await CommandLine.RunAsync(
            $"compare {directory["result"]} --truth {directory["t.csv"]} --radius 0.75 --report {directory["r.json"]}");

        Assert.Equal("", run.Error);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("2 within 0.75 px", run.Output);
        JsonElement report = JsonDocument.Parse(File.ReadAllText(directory["r.json"])).RootElement;
        Assert.Equal(
            ["truth", "found", "matched", "completeness", "purity", "radius", "rmsCentre", "rmsAmplitude", "rmsSigma"],
            report.EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, report.GetProperty("truth").GetInt32());
        Assert.Equal(2, report.GetProperty("matched").GetInt32());
        Assert.Equal(2.0 / 3, report.GetProperty("completeness").GetDouble());
        Assert.Equal(Math.Sqrt(0.25 / 2), report.GetProperty("rmsCentre").GetDouble(), 1e-9);
        Assert.Equal(Math.Sqrt(0.25 / 2), report.GetProperty("rmsAmplitude").GetDouble(), 1e-9);
        Assert.Equal(0, report.GetProperty("rmsSigma").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task SynthWritesRasterTruthAndStart()
    {
        using var directory = new TemporaryDirectory();
        CommandLine run = await CommandLine.RunAsync(
            $"synth --width 40 --height 30 --components 5 --sigma-min 2 --sigma-max 3 --noise 0 --seed 7 --perturb 0.1 "
            + $"-o {directory["z.npy"]} --truth {directory["t.csv"]} --init {directory["i.csv"]}");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(["i.csv", "t.csv", "z.npy"], directory.Names);
        Assert.Equal(5, ComponentCatalog.Read(directory["t.csv"]).Count);
        Assert.NotEqual(ComponentCatalog.Read(directory["t.csv"]), ComponentCatalog.Read(directory["i.csv"]));
    }
}
