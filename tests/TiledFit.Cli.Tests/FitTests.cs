using System.Security.Cryptography;
using System.Text.Json;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Cli.Tests;

public sealed class FitTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task FromRasterToResult()
    {
        await SynthAsync();
        CommandLine run = await FitAsync($"--report {_directory["out/r.json"]} --json");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("Settled       yes", run.Output);
        Assert.Contains($"Picture       {_directory["out/preview.png"]}", run.Output);
        string last = run.Output.TrimEnd().Split('\n')[^1];
        Assert.Equal(last, File.ReadAllText(_directory["out/r.json"]).TrimEnd());
        JsonElement report = JsonDocument.Parse(last).RootElement;

        Manifest manifest = ResultReader.Open(_directory["out"]).Manifest;
        Assert.Equal(manifest.Objective, report.GetProperty("objective").GetDouble());
        Assert.Equal(160 * 120, report.GetProperty("pixels").GetInt64());
        Assert.Equal(12, report.GetProperty("components").GetInt64());
        Assert.Contains(manifest.Files, file => file.Path == "preview.png");
        Assert.Equal("none", manifest.Options["background"]);
        // The noise of 0.01 is what a fit of all components leaves.
        Assert.InRange(report.GetProperty("rmse").GetDouble(), 0.0095, 0.0105);

        CommandLine compared = await CommandLine.RunAsync(
            $"compare {_directory["out"]} --truth {_directory["t.csv"]} --radius 0.5");
        Assert.Contains("12 within 0.5 px", compared.Output);
    }

    [Fact]
    public async Task ExpectationMaximizationIsAMethod()
    {
        await SynthAsync();
        CommandLine run = await FitAsync("--quiet --json --method em");

        Assert.Equal(ExitCode.Done, run.Code);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        JsonElement[] trace = [.. report.GetProperty("trace").EnumerateArray()];
        double[] likelihoods = [.. trace.Select(point => point.GetProperty("logLikelihood").GetDouble())];
        Assert.Equal(likelihoods.Order(), likelihoods);
        Manifest manifest = ResultReader.Open(_directory["out"]).Manifest;
        Assert.Equal("em", manifest.Options["method"]);
        Assert.Equal(likelihoods[^1], manifest.LogLikelihood);
        Assert.Equal(likelihoods[^1], report.GetProperty("logLikelihood").GetDouble());
    }

    [Fact]
    public async Task PointsAreFittedByExpectationMaximization()
    {
        // Two squares' corners; the second counts thrice.
        File.WriteAllText(
            _directory["p.csv"],
            "weight,y,x\n1,0,0\n1,2,0\n1,0,2\n1,2,2\n3,20,30\n3,22,30\n3,20,32\n3,22,32\n");
        CommandLine run = await CommandLine.RunAsync(
            $"fit {_directory["p.csv"]} -o {_directory["out"]} --method em --components 2");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("Points          8", run.Output);
        ResultReader result = ResultReader.Open(_directory["out"]);
        Gaussian[] found = [.. result.ReadComponents().Select(row => row.Component.Shape).OrderBy(shape => shape.X)];
        // Variance 1 along both axes, so that a = π·W/(2π) with π·W = 4 and 12.
        Assert.Equal([1, 31], found.Select(shape => Math.Round(shape.X, 9)));
        Assert.Equal([1, 21], found.Select(shape => Math.Round(shape.Y, 9)));
        Assert.All(found, shape => Assert.Equal(1, shape.SigmaMajor, 1e-9));
        Assert.Equal(4 / (2 * Math.PI), found[0].Amplitude, 1e-9);
        Assert.Equal(12 / (2 * Math.PI), found[1].Amplitude, 1e-9);
        double expected = 4 * Math.Log(0.25) + 12 * Math.Log(0.75) - 16 * (1 + Math.Log(2 * Math.PI));
        Assert.Equal(expected, result.Manifest.LogLikelihood!.Value, 1e-9);
        Assert.Equal("points", result.Manifest.Input.Driver);
        CommandLine rendered = await CommandLine.RunAsync($"render {_directory["out"]} -o {_directory["model.npy"]}");
        Assert.Equal(ExitCode.BadInput, rendered.Code);
        Assert.Contains("holds points", rendered.Error);

        string centres = _directory["out/components/part-00000.parquet"];
        CommandLine again = await CommandLine.RunAsync(
            $"fit {centres} -o {_directory["again"]} --method em --components 1");
        Assert.Equal(ExitCode.Done, again.Code);
        ComponentRow only = Assert.Single(ResultReader.Open(_directory["again"]).ReadComponents());
        Assert.Equal(16, only.Component.Shape.X, 1e-9);
    }

    [Fact]
    public async Task TheResidualOfTheResultIsWhatTheReportSays()
    {
        await SynthAsync();
        Assert.Equal(ExitCode.Done, (await FitAsync("--quiet")).Code);
        Assert.Equal(
            ExitCode.Done,
            (await CommandLine.RunAsync($"render {_directory["out"]} -o {_directory["r.npy"]} --residual")).Code);
        using IRaster residual = RasterFactory.Open(_directory["r.npy"]);
        var values = new double[160 * 120];
        residual.Read(new PixelRectangle(0, 0, 160, 120), values);
        double objective = ResultReader.Open(_directory["out"]).Manifest.Objective;
        Assert.Equal(objective, values.Sum(r => r * r), 1e-6 * objective);
    }

    /// <summary>The same pixels, said to be no data in five ways, make the same tables, byte by byte.</summary>
    [Fact]
    public async Task AWeightOfZeroIsAMaskIsNodata()
    {
        await SynthAsync();
        double[] values = Read("z.npy"), holes = [.. values], weights = new double[values.Length];
        Array.Fill(weights, 1);
        for (int k = 0; k < values.Length; k++)
        {
            bool missing = k % 41 == 0 || (k % 160 is > 70 and < 80 && k / 160 > 50);
            (holes[k], values[k], weights[k]) = missing ? (double.NaN, 1e6, 0) : (values[k], values[k], 1);
        }

        Write("z.npy", values);
        string one = await DigestAsync("--weights WEIGHTS");
        Assert.Equal(one, await DigestAsync("--mask WEIGHTS"));
        Assert.Equal(one, await DigestAsync("--saturation 1e6"));
        Assert.Equal(one, await DigestAsync("--nodata 1e6"));
        CommandLine rendered = await CommandLine.RunAsync(
            $"render {_directory["out"]} -o {_directory["r.npy"]} --residual");
        Assert.Equal(ExitCode.Done, rendered.Code);
        Assert.Equal(holes.Select(double.IsNaN), Read("r.npy").Select(double.IsNaN));
        Write("z.npy", holes);
        Assert.Equal(one, await DigestAsync(""));

        async Task<string> DigestAsync(string options)
        {
            Write("w.npy", weights);
            CommandLine run = await FitAsync(
                $"--quiet --overwrite --tile 80 --ring 8 {options.Replace("WEIGHTS", _directory["w.npy"])}");
            Assert.Equal("", run.Error);
            Manifest manifest = ResultReader.Open(_directory["out"]).Manifest;
            return string.Join('\n', manifest.Files
                .Where(file => file.Path.StartsWith("components", StringComparison.Ordinal))
                .Select(file => Convert.ToHexString(
                    SHA256.HashData(File.ReadAllBytes(Path.Combine(_directory["out"], file.Path)))))
                .Append($"{manifest.Objective:R} {manifest.Rmse:R} {manifest.Pixels}"));
        }
    }

    /// <summary>Outliers are told from the noise; E is what the loss makes of it, the RMSE that of the squares.</summary>
    [Fact]
    public async Task ARobustLossIsReported()
    {
        await SynthAsync();
        double[] values = Read("z.npy");
        for (int k = 0; k < values.Length; k += 20)
        {
            values[k] += k % 3 == 0 ? -0.5 : 0.5;
        }

        Write("z.npy", values);
        CommandLine run = await FitAsync("--json --loss huber");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("Loss          huber:1.345, of noise 0.01", run.Output);
        JsonElement report = JsonDocument.Parse(run.Output.TrimEnd().Split('\n')[^1]).RootElement;
        JsonElement loss = report.GetProperty("loss");
        double squares = loss.GetProperty("sumOfSquares").GetDouble(), noise = loss.GetProperty("noise").GetDouble();
        double pixels = report.GetProperty("pixels").GetDouble();
        double objective = report.GetProperty("objective").GetDouble();
        Assert.InRange(noise, 0.0095, 0.0125);
        Assert.Equal(Math.Sqrt(squares / pixels), report.GetProperty("rmse").GetDouble(), 1e-12);
        Assert.Equal(0.05 * 0.25 + 0.01 * 0.01, squares / pixels, 0.0005);
        // 2k·|r| − k² of one pixel in twenty, and the others' noise.
        double k2 = 1.345 * noise;
        Assert.Equal(0.05 * k2 * (1 - k2) + 0.95e-4, objective / pixels, 2e-5);
        Manifest manifest = ResultReader.Open(_directory["out"]).Manifest;
        Assert.Equal("huber:1.345", manifest.Options["loss"]);
        Assert.Equal(squares, manifest.Loss!.SumOfSquares);
        Assert.Equal(noise, manifest.Loss.Noise);
        CommandLine compared = await CommandLine.RunAsync(
            $"compare {_directory["out"]} --truth {_directory["t.csv"]} --radius 0.5");
        Assert.Contains("12 within 0.5 px", compared.Output);
        Assert.Contains("huber:1.345", (await CommandLine.RunAsync($"info {_directory["out"]}")).Output);

        // Negative values are no counts.
        CommandLine refused = await FitAsync("--quiet --overwrite --loss poisson");
        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains("--loss poisson takes counts, and the pixel in column ", refused.Error);
        Write("z.npy", [.. values.Select(z => Math.Max(0, Math.Round(20 * z)))]);
        Assert.Equal(ExitCode.Done, (await FitAsync("--quiet --overwrite --loss poisson --max-sweeps 60")).Code);
        Assert.Contains("poisson; sum", (await CommandLine.RunAsync($"info {_directory["out"]}")).Output);
    }

    [Fact]
    public async Task TheManifestNamesTheWeightsAndTheResidualNeedsThem()
    {
        await SynthAsync();
        var weights = new double[160 * 120];
        Array.Fill(weights, 2);
        weights[5] = 0;
        weights[6] = 7;
        Write("w.npy", weights);
        Assert.Equal(ExitCode.Done, (await FitAsync($"--quiet --weights {_directory["w.npy"]}")).Code);
        Manifest manifest = ResultReader.Open(_directory["out"]).Manifest;
        Assert.Equal(_directory["w.npy"], manifest.Options["weights"]);
        Assert.Equal(160 * 120 - 1, manifest.Pixels);
        Array.Fill(weights, 3);
        Write("w.npy", weights);
        CommandLine rendered = await CommandLine.RunAsync(
            $"render {_directory["out"]} -o {_directory["r.npy"]} --residual");
        Assert.Equal(ExitCode.BadInput, rendered.Code);
        Assert.Contains("has changed since it was fitted", rendered.Error);
    }

    [Fact]
    public async Task AMeshIsRendered()
    {
        await SynthAsync();
        CommandLine run = await CommandLine.RunAsync(
            $"fit {_directory["z.npy"]} -o {_directory["out"]} --background mesh:32 --significance 9 --max-sweeps 5");
        Assert.Contains("background: mesh of 5 × 4 nodes", run.Error);
        Assert.Contains("Background    mesh, a node every 32 px", run.Output);
        ResultReader result = ResultReader.Open(_directory["out"]);
        IReadOnlyDictionary<string, string> options = result.Manifest.Options;
        Assert.Equal(("mesh:32", "9"), (options["background"], options["significance"]));
        await CommandLine.RunAsync($"render {_directory["out"]} -o {_directory["r.npy"]} --residual");
        using IRaster residual = RasterFactory.Open(_directory["r.npy"]);
        var values = new double[160 * 120];
        residual.Read(new PixelRectangle(0, 0, 160, 120), values);
        Assert.Equal(result.Manifest.Objective, values.Sum(r => r * r), 1e-5 * result.Manifest.Objective);
        CommandLine info = await CommandLine.RunAsync($"info {_directory["out"]}");
        Assert.Contains("--background mesh:32", info.Output);
    }

    [Fact]
    public async Task RestrictionsHoldAndStandInTheManifest()
    {
        await SynthAsync();
        CommandLine run = await FitAsync("--quiet --shape fixed:2.5,2,0.3 --positions fixed --step bounded");
        Assert.Equal(ExitCode.Done, run.Code);
        ResultReader result = ResultReader.Open(_directory["out"]);
        Assert.Equal(
            ("fixed:2.5,2,0.3", "fixed", "bounded"),
            (result.Manifest.Options["shape"], result.Manifest.Options["positions"], result.Manifest.Options["step"]));
        IReadOnlyList<Gaussian> given = ComponentCatalog.Read(_directory["i.csv"]);
        foreach (ComponentRow row in result.ReadComponents())
        {
            Gaussian g = row.Component.Shape;
            Assert.Equal((given[(int)row.Component.Id].X, given[(int)row.Component.Id].Y), (g.X, g.Y));
            Assert.Equal(2.5, g.SigmaMajor, 1e-14);
            Assert.Equal(2, g.SigmaMinor, 1e-14);
            Assert.Equal(0.3, g.Theta, 1e-14);
        }

        run = await FitAsync("--quiet --sigma-max 2 --overwrite");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(" of --init has standard deviations of ", run.Error);
    }

    /// <summary>A start of the wrong sign is refused with the way out, and taken with it.</summary>
    [Fact]
    public async Task SignedAmplitudesHoldAndStandInTheManifest()
    {
        await SynthAsync();
        Gaussian[] given = [.. ComponentCatalog.Read(_directory["i.csv"])];
        given[0] = given[0] with { Amplitude = -0.1 };
        ComponentCatalog.WriteCsv(_directory["i.csv"], given);
        CommandLine run = await FitAsync("--quiet");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(
            "column amplitude: -0.1 is negative; an amplitude is at least 0, unless with --amplitude signed",
            run.Error);

        run = await FitAsync("--quiet --amplitude signed --max-sweeps 2");
        Assert.Equal("", run.Error);
        ResultReader result = ResultReader.Open(_directory["out"]);
        Assert.Equal("signed", result.Manifest.Options["amplitude"]);
        Assert.True(result.ReadComponents().Single(row => row.Component.Id == 0).Component.Shape.Amplitude < 0);
        CommandLine info = await CommandLine.RunAsync($"info {_directory["out"]}");
        Assert.Contains("--amplitude signed", info.Output);

        run = await FitAsync("--quiet --max-sweeps 2 --overwrite");
        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal("signed", ResultReader.Open(_directory["out"]).Manifest.Options["amplitude"]);
    }

    [Fact]
    public async Task TheSharesOfAProfileMakeUpTheWhole()
    {
        await SynthAsync();
        CommandLine run = await FitAsync("--profile --json");

        string[] lines = run.Output.TrimEnd().Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith("Profile of ")) + 1;
        (string Name, double Share, double Seconds)[] rows =
        [
            .. lines[first..^2].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(
                words => (words[0], double.Parse(words[1]), double.Parse(words[3]))),
        ];
        Assert.Equal("total", rows[^1].Name);
        Assert.Equal(100, rows[..^1].Sum(row => row.Share), 0.05 * rows.Length);
        Assert.Equal(rows[^1].Seconds, rows[..^1].Sum(row => row.Seconds), 0.0005 * rows.Length);
        Assert.Contains("gradient", rows.Select(row => row.Name));
        Assert.DoesNotContain("detect", rows.Select(row => row.Name));
        Assert.EndsWith(" pixels read, each as often as it was", lines[^2].TrimEnd());

        JsonElement profile = JsonDocument.Parse(lines[^1]).RootElement.GetProperty("profile");
        Assert.Equal(
            rows[^1].Seconds, profile.GetProperty("seconds").EnumerateObject().Sum(p => p.Value.GetDouble()), 0.0005);
        Assert.True(profile.GetProperty("steps").GetInt64() > 0);
        Assert.True(profile.GetProperty("pixelsRead").GetInt64() > 0);

        CommandLine quiet = await FitAsync("--quiet --profile --json --overwrite");
        string line = Assert.Single(quiet.Output.TrimEnd().Split('\n'));
        Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("profile", out _));
    }

    [Fact]
    public async Task QuietSaysNothingButTheReportThatWasAskedFor()
    {
        await SynthAsync();
        CommandLine run = await FitAsync("--quiet --json");
        Assert.Equal("", run.Error);
        Assert.StartsWith(
            "{\"objective\":", Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task TheSweepLimitHasItsOwnExitCodeAndItsResult()
    {
        await SynthAsync();
        CommandLine run = await FitAsync("--max-sweeps 1 --tile 80 --ring 8 --tolerance 0");
        Assert.Equal(ExitCode.NotSettled, run.Code);
        Assert.Contains("no: stopped at the limit of 1 sweeps", run.Output);
        Assert.False(ResultReader.Open(_directory["out"]).Manifest.Settled);
    }

    [Fact]
    public async Task AResultIsOnlyReplacedWhenAsked()
    {
        await SynthAsync();
        Assert.Equal(ExitCode.Done, (await FitAsync("--quiet")).Code);
        Assert.Equal(ExitCode.BadInput, (await FitAsync("--quiet")).Code);
        Assert.Equal(ExitCode.Done, (await FitAsync("--quiet --overwrite")).Code);
    }

    [Fact]
    public async Task AConstantRasterHasNoComponents()
    {
        var values = new double[50 * 40];
        Array.Fill(values, 7.5);
        using (IRasterWriter writer = RasterWriterFactory.Create(_directory["z.npy"], 50, 40))
        {
            writer.Write(new PixelRectangle(0, 0, 50, 40), values);
            writer.Complete();
        }
        CommandLine run = await CommandLine.RunAsync($"fit {_directory["z.npy"]} -o {_directory["out"]}");
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("Components    0", run.Output);
        Assert.Contains("constant 7.5", run.Output);
    }

    [Fact]
    public async Task ACancelledFitLeavesNoResult()
    {
        await SynthAsync();
        using var source = new CancellationTokenSource();
        source.Cancel();
        CommandLine run = await CommandLine.RunAsync($"fit {_directory["z.npy"]} -o {_directory["out"]}", source.Token);
        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.False(Directory.Exists(_directory["out"]));
    }

    private double[] Read(string name)
    {
        using IRaster raster = RasterFactory.Open(_directory[name]);
        var values = new double[160 * 120];
        raster.Read(new PixelRectangle(0, 0, 160, 120), values);
        return values;
    }

    private void Write(string name, double[] values)
    {
        using IRasterWriter writer = RasterWriterFactory.Create(
            _directory[name], 160, 120, type: RasterElementType.Float64);
        writer.Write(new PixelRectangle(0, 0, 160, 120), values);
        writer.Complete();
    }

    private async Task SynthAsync() => Assert.Equal(ExitCode.Done, (await CommandLine.RunAsync(
        $"synth --width 160 --height 120 --components 12 --noise 0.01 --seed 3 --perturb 0.1 -o {_directory["z.npy"]} "
        + $"--truth {_directory["t.csv"]} --init {_directory["i.csv"]}")).Code);

    private Task<CommandLine> FitAsync(string options) => CommandLine.RunAsync(
        $"fit {_directory["z.npy"]} -o {_directory["out"]} --init {_directory["i.csv"]} --background none {options}");
}
