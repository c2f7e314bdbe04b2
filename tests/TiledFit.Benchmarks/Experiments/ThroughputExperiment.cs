using System.Globalization;
using TiledFit.Benchmarks.Peers;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Engine;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>
/// 250,000 components on 8192² pixels (or as many to the pixel on a smaller raster), two threads: the components a
/// second and core until the objective is within 2e-5 of that after 100 sweeps, and the peak of memory. Asked for:
/// 2,500, aiming at 5,000, and less than 1 GiB.
/// </summary>
internal static class ThroughputExperiment
{
    private const int Threads = 2, Tile = 512;
    private const double Share = 2e-5, PixelsPerComponent = 8192.0 * 8192 / 250_000;

    // So small that the reference neither settles nor lets a tile sleep.
    private const string NoTolerance = "1e-14";

    public static void Run(Bench bench, int side, int referenceSweeps)
    {
        int components = (int)Math.Round(side * (double)side / PixelsPerComponent);
        FitProblem problem = bench.Program.Synthesize(bench.Directory, side, components);
        TiledFitReport reference = Fit(
            bench, problem, "--max-sweeps", $"{referenceSweeps}", "--tolerance", NoTolerance);
        double target = reference.Trace[^1].Objective * (1 + Share);
        int sweeps = reference.Trace.First(point => point.Objective <= target).Sweep;

        TiledFitReport[] fits =
        [
            .. Enumerable.Range(0, bench.Repetitions).Select(_ => Fit(
                bench, problem, "--max-sweeps", $"{sweeps + 1}", "--profile")),
        ];
        Write(bench.Output, side, components, referenceSweeps, target, fits);
        ProfileLine.Write("throughput", fits[0].Profile!, bench.Output);
    }

    private static void Write(
        TextWriter writer, int side, int components, int referenceSweeps, double target, TiledFitReport[] fits)
    {
        TracePoint?[] ends = [.. fits.Select(fit => fit.Trace.FirstOrDefault(point => point.Objective <= target))];
        writer.WriteLine($"Throughput: {side}² px, {components} components, {Threads} threads.");
        var table = new MarkdownTable("", "measured", "asked for");
        table.Add(
            $"objective, (1 + 2e-5) × that after {referenceSweeps} sweeps",
            target.ToString("G8", CultureInfo.InvariantCulture), "");
        if (ends.Any(end => end is null))
        {
            table.Add("seconds", "not reached", "");
        }
        else
        {
            table.Add("sweeps", $"{ends[0]!.Sweep}", "");
            table.Add("seconds", $"{Sample.Of(ends.Select(end => end!.Seconds))}", "");
            table.Add(
                "components a second and core",
                $"{Sample.Of(ends.Select(end => components / end!.Seconds / Threads))}", "≥ 2,500, aim 5,000");
        }

        table.Add(
            "peak memory, MiB", $"{Sample.Of(fits.Select(fit => fit.PeakBytes / 1048576.0))}", "≤ 1,024");
        table.Write(writer);
    }

    private static TiledFitReport Fit(Bench bench, FitProblem problem, params string[] options) =>
        bench.Program.Fit(problem, ["--tile", $"{Tile}", "--threads", $"{Threads}", .. options]).Report;
}
