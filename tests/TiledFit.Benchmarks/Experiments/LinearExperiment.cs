using TiledFit.Benchmarks.Peers;
using TiledFit.Benchmarks.Reporting;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>
/// Rasters of equal density and growing side: the time a pixel and sweep, and one thread against two. The first sweep,
/// in which the code is compiled, is not counted. Asked for: equal within 10 %, and 1.85.
/// </summary>
internal static class LinearExperiment
{
    private const int LastSweep = 6, SideOfThreads = 4096;
    private const double PixelsPerComponent = 8192.0 * 8192 / 250_000, Nano = 1e9;

    private static readonly (int Side, int Threads)[] Cases =
        [(2048, 2), (SideOfThreads, 1), (SideOfThreads, 2), (8192, 2)];

    public static void Run(Bench bench)
    {
        Dictionary<int, FitProblem> problems = Cases.Select(c => c.Side).Distinct().ToDictionary(
            side => side,
            side => bench.Program.Synthesize(
                bench.Directory, side, (int)Math.Round(side * (double)side / PixelsPerComponent)));
        Dictionary<(int Side, int Threads), List<TiledFitReport>> fits =
            Cases.ToDictionary(c => c, _ => new List<TiledFitReport>());
        for (int turn = 0; turn < bench.Repetitions; turn++)
        {
            foreach ((int side, int threads) in Cases)
            {
                fits[(side, threads)].Add(bench.Program.Fit(
                    problems[side], "--tile", "512", "--threads", $"{threads}", "--max-sweeps", $"{LastSweep}").Report);
            }
        }

        Write(bench.Output, fits);
    }

    private static void Write(
        TextWriter writer, Dictionary<(int Side, int Threads), List<TiledFitReport>> fits)
    {
        double[] smallest = SecondsPerPixelAndSweep(fits[Cases[0]]);
        var table = new MarkdownTable(
            "side, px", "threads", "ns a pixel and sweep", $"÷ that of {Cases[0].Side}²", "peak memory, MiB");
        foreach (((int side, int threads), List<TiledFitReport> own) in fits)
        {
            double[] seconds = SecondsPerPixelAndSweep(own);
            table.Add(
                $"{side}", $"{threads}", $"{Sample.Of(seconds.Select(s => Nano * s))}",
                threads == 2 ? $"{Sample.OfRatios(seconds, smallest)}" : "",
                $"{Sample.Of(own.Select(fit => fit.PeakBytes / 1048576.0))}");
        }

        double[] one = SecondsPerPixelAndSweep(fits[(SideOfThreads, 1)]);
        double[] two = SecondsPerPixelAndSweep(fits[(SideOfThreads, 2)]);
        writer.WriteLine($"Linear: sweeps 2 to {LastSweep}. Asked for: 0.9 to 1.1.");
        table.Write(writer);
        writer.WriteLine($"Two threads instead of one: {Sample.OfRatios(one, two)}. Asked for: ≥ 1.85.");
        writer.WriteLine();
    }

    private static double[] SecondsPerPixelAndSweep(List<TiledFitReport> fits) =>
    [
        .. fits.Select(fit =>
            (fit.Trace[^1].Seconds - fit.Trace[0].Seconds) / (fit.Trace[^1].Sweep - fit.Trace[0].Sweep) / fit.Pixels),
    ];
}
