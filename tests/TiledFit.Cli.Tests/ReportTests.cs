using System.Text.Json;
using TiledFit.Cli.Reports;
using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Engine;

namespace TiledFit.Cli.Tests;

public class ReportTests
{
    private static readonly FitResult Fit = new(
        new FittedComponents(1, [[new Component(0, new Gaussian(1, 2, 3, 4, 0, 4))]]),
        [],
        [new SweepRow(1, "fit", 0.5, 0.1, 1e-3, 1, 1, 0.5), new SweepRow(2, "fit", 0.1 + 0.2, 0.1, 1e-5, 1, 1, 1.5)],
        new Background(BackgroundKind.Constant, 0.25, 0, 0, 0, 0),
        0.1 + 0.2,
        48,
        false,
        new FitSeconds(0.1, 0.2, 1.0 / 3),
        [new TracePoint(0.5, 1, 0.5), new TracePoint(1.5, 2, 0.1 + 0.2)],
        0);

    [Fact]
    public void HasTheDocumentedShapeAndExactNumbers()
    {
        using var directory = new TemporaryDirectory();
        using var line = new StringWriter();
        ReportJson.Write(FitReport.Of(Fit, 0.7, 2.5), ReportJson.Default.FitReport, directory["r.json"], line);

        Assert.Equal(line.ToString(), File.ReadAllText(directory["r.json"]));
        JsonElement report = JsonDocument.Parse(line.ToString()).RootElement;
        Assert.Equal(
            ["objective", "rmse", "pixels", "components", "sweeps", "settled", "seconds", "peakBytes", "trace"],
            report.EnumerateObject().Select(p => p.Name));
        Assert.Equal(0.1 + 0.2, report.GetProperty("objective").GetDouble());
        Assert.Equal(Math.Sqrt((0.1 + 0.2) / 48), report.GetProperty("rmse").GetDouble());
        Assert.Equal(48, report.GetProperty("pixels").GetInt64());
        Assert.Equal(1, report.GetProperty("components").GetInt64());
        Assert.Equal(2, report.GetProperty("sweeps").GetInt32());
        Assert.False(report.GetProperty("settled").GetBoolean());
        Assert.Equal(
            [("read", 0.1), ("seed", 0.2), ("fit", 1.0 / 3), ("write", 0.7), ("total", 2.5)],
            report.GetProperty("seconds").EnumerateObject().Select(p => (p.Name, p.Value.GetDouble())));
        JsonElement last = report.GetProperty("trace")[1];
        Assert.Equal(["seconds", "sweep", "objective"], last.EnumerateObject().Select(p => p.Name));
        Assert.Equal(0.1 + 0.2, last.GetProperty("objective").GetDouble());
        Assert.Equal(2, last.GetProperty("sweep").GetInt32());
    }

    [Fact]
    public void PeakMemoryIsAtLeastWhatIsHeldNow()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.InRange(PeakMemory.Bytes, process.WorkingSet64 / 2, 1L << 40);
    }

    [Fact]
    public void SummarySaysWhyItStopped()
    {
        using var text = new StringWriter();
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        using var raster = Data.Rasters.RasterFactory.Open(directory["in.npy"]);
        FitSummary.Of(raster.Info, Fit, FitReport.Of(Fit, 0.7, 2.5), 2, "out", "out/preview.png").Write(text);
        Assert.Contains("no: stopped at the limit of 2 sweeps", text.ToString());
        Assert.Contains("constant 0.25", text.ToString());
        Assert.Contains("2.50 s (read 0.10 s, seed 0.20 s, fit 0.33 s, write 0.70 s)", text.ToString());
        Assert.Contains("out/preview.png", text.ToString());
    }
}
