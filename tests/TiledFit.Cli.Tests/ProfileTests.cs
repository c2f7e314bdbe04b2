using System.Globalization;
using System.Text;
using System.Text.Json;
using TiledFit.Core.Profiles;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Results;

namespace TiledFit.Cli.Tests;

/// <summary>A lidar-like waveform of 20 overlapping pulses, from a CSV file to a result.</summary>
public sealed class ProfileTests : IDisposable
{
    private const double Interval = 0.5, Start = 100, Level = 0.2, Noise = 0.01;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task FromWaveformToResult()
    {
        ProfileGaussian[] truth = WriteWaveform();
        CommandLine run = await FitAsync($"--components 20 --report {_directory["r.json"]} --json");

        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        Assert.Contains("Samples      999 of 1,000 with data", run.Output);
        Assert.Contains("Settled      yes", run.Output);
        string last = run.Output.TrimEnd().Split('\n')[^1];
        Assert.Equal(last, File.ReadAllText(_directory["r.json"]).TrimEnd());
        JsonElement report = JsonDocument.Parse(last).RootElement;
        Assert.Equal(999, report.GetProperty("pixels").GetInt64());
        Assert.Equal(20, report.GetProperty("components").GetInt64());
        Assert.InRange(report.GetProperty("rmse").GetDouble(), 0.9 * Noise, 1.05 * Noise);
        double[] trace =
            [.. report.GetProperty("trace").EnumerateArray().Select(p => p.GetProperty("objective").GetDouble())];
        Assert.Equal(trace.OrderDescending(), trace);
        Assert.Equal(report.GetProperty("objective").GetDouble(), trace[^1]);

        IReadOnlyList<ProfileGaussian> found = ProfileCatalog.Read(ComponentsIn("out"));
        Assert.Equal(truth.Length, found.Count);
        Assert.All(truth.Zip(found), pair =>
        {
            Assert.InRange(Math.Abs(pair.First.X - pair.Second.X), 0, 0.3 * pair.First.Sigma);
            Assert.InRange(pair.Second.Sigma / pair.First.Sigma, 0.7, 1.3);
            Assert.InRange(pair.Second.Amplitude / pair.First.Amplitude, 0.8, 1.2);
        });
        Manifest manifest = ResultReader.Open(_directory["out"]).Manifest;
        Assert.Equal(("signal", "time", "20"), (
            manifest.Options["column"], manifest.Options["x"], manifest.Options["components"]));
        Assert.Equal(
            ["components/part-00000.parquet", "sweeps.parquet", "preview.png"], manifest.Files.Select(f => f.Path));
        Assert.Equal([20, report.GetProperty("sweeps").GetInt64(), null], manifest.Files.Select(f => f.Rows));
        Assert.Equal(Level, manifest.Background.Level, 0.01);
    }

    [Fact]
    public async Task TheSameBitsWithAnyNumberOfThreadsAndFromItsOwnResult()
    {
        WriteWaveform();
        Assert.Equal(ExitCode.Done, (await FitAsync("--threads 1 --quiet")).Code);
        Assert.Equal(ExitCode.Done, (await FitAsync("--threads 3 --quiet", "other")).Code);
        Assert.Equal(File.ReadAllBytes(ComponentsIn("out")), File.ReadAllBytes(ComponentsIn("other")));

        CommandLine again = await FitAsync($"--init {ComponentsIn("out")} --quiet --json", "again");
        Assert.Equal(ExitCode.Done, again.Code);
        Assert.Equal(
            ResultReader.Open(_directory["out"]).Manifest.Objective,
            JsonDocument.Parse(again.Output).RootElement.GetProperty("objective").GetDouble(), 1e-7);
    }

    [Fact]
    public async Task InfoDescribesItAndWhatNeedsARasterRefuses()
    {
        WriteWaveform();
        await FitAsync("--background plane --errors none --quiet");
        CommandLine info = await CommandLine.RunAsync($"info {_directory["out"]}");
        Assert.Equal(ExitCode.Done, info.Code);
        Assert.Contains("profile of 1,000 samples", info.Output);
        Assert.Contains("Background     line 0.", info.Output);
        string[] commands = ["render DIR -o FILE.png", "export DIR -o FILE.csv", "compare DIR --truth FILE.csv"];
        foreach (string command in commands)
        {
            CommandLine run = await CommandLine.RunAsync(command
                .Replace("DIR", _directory["out"], StringComparison.Ordinal)
                .Replace("FILE", _directory["file"], StringComparison.Ordinal));
            Assert.Equal(ExitCode.BadInput, run.Code);
            Assert.Contains("is of a profile, whose components have one dimension", Assert.Single(
                run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    private string ComponentsIn(string result) => Path.Combine(_directory[result], "components", "part-00000.parquet");

    private Task<CommandLine> FitAsync(string options, string output = "out") => CommandLine.RunAsync(
        $"fit {_directory["w.csv"]} -o {_directory[output]} --column signal --x time {options}");

    // Pulses of σ 2 to 4, 2.4 to 3 mean σ apart, amplitudes 0.4 to 1; one sample is missing.
    private ProfileGaussian[] WriteWaveform()
    {
        var random = new Random(1);
        var pulses = new ProfileGaussian[20];
        double x = 200, before = 0;
        for (int i = 0; i < pulses.Length; i++)
        {
            double sigma = 2 + 2 * random.NextDouble();
            x += i == 0 ? 0 : (2.4 + 0.6 * random.NextDouble()) * 0.5 * (sigma + before);
            pulses[i] = new ProfileGaussian(0.4 + 0.6 * random.NextDouble(), x, sigma);
            before = sigma;
        }

        var text = new StringBuilder("time,signal\n");
        for (int i = 0; i < 1000; i++)
        {
            double time = Start + Interval * i;
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            double normal = radius * Math.Cos(2 * Math.PI * random.NextDouble());
            double value = Level + pulses.Sum(p => p.ValueAt(time)) + Noise * normal;
            text.AppendLine(CultureInfo.InvariantCulture, $"{time},{(i == 30 ? "" : value)}");
        }

        _directory.Write("w.csv", text.ToString());
        return pulses;
    }
}
