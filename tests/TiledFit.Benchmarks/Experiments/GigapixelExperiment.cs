using System.Globalization;
using TiledFit.Benchmarks.Peers;
using TiledFit.Benchmarks.Reporting;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>
/// A raster that does not fit into the memory the fit may take, 1,000,000 components on 32,768² float pixels, against
/// 4096² pixels of the same density. Asked for: settled at 1e-5, a peak below the limit, and a time a pixel within 10 %.
/// </summary>
internal static class GigapixelExperiment
{
    private const int SmallSide = 4096, Threads = 2, BytesPerPixel = 4;
    private const double PixelsPerComponent = 32_768.0 * 32_768 / 1_000_000, Nano = 1e9, Mebi = 1 << 20;

    public static void Run(Bench bench, int side, string memory)
    {
        int[] sides = [SmallSide, side];
        Dictionary<int, FitProblem> problems = sides.ToDictionary(
            s => s, s => bench.Program.Synthesize(
                bench.Directory, s, (int)Math.Round(s * (double)s / PixelsPerComponent)));
        Dictionary<int, List<TiledFitReport>> fits = sides.ToDictionary(s => s, _ => new List<TiledFitReport>());
        for (int turn = 0; turn < bench.Repetitions; turn++)
        {
            foreach (int s in sides)
            {
                fits[s].Add(bench.Program.Fit(
                    problems[s], "--threads", $"{Threads}", "--tolerance", "1e-5", "--memory", memory,
                    "--profile").Report);
            }
        }

        Write(bench.Output, memory, fits);
        foreach (int s in sides)
        {
            ProfileLine.Write($"{s}²", fits[s][0].Profile!, bench.Output);
        }
    }

    private static void Write(TextWriter writer, string memory, Dictionary<int, List<TiledFitReport>> fits)
    {
        writer.WriteLine($"Gigapixel: {Threads} threads, at most {memory}.");
        int[] sides = [.. fits.Keys];
        var table = new MarkdownTable(["", .. sides.Select(side => $"{side}²")]);
        void Row(string name, Func<TiledFitReport, double> figure) =>
            table.Add([name, .. sides.Select(side => $"{Sample.Of(fits[side].Select(figure))}")]);
        table.Add(["components", .. sides.Select(side => Count(fits[side][0].Components))]);
        table.Add(["sweeps", .. sides.Select(side => $"{fits[side][0].Sweeps}")]);
        table.Add(["settled", .. sides.Select(side => fits[side].All(fit => fit.Settled) ? "yes" : "no")]);
        Row("peak memory, MiB", fit => fit.PeakBytes / Mebi);
        Row("first look, s", fit => fit.Seconds.Read);
        Row("fit, s", fit => fit.Seconds.Fit);
        Row("errors, picture and tables, s", fit => fit.Seconds.Write);
        Row("fit, ns a pixel", fit => Nano * fit.Seconds.Fit / fit.Pixels);
        Row("fit, Mpx a second", fit => fit.Pixels / fit.Seconds.Fit / 1e6);
        Row("fit, components a second", fit => fit.Components / fit.Seconds.Fit);
        Row("all, ns a pixel", fit => Nano * fit.Seconds.Total / fit.Pixels);
        Row("bytes read a pixel", fit => BytesPerPixel * (double)fit.Profile!.PixelsRead / fit.Pixels);
        table.Write(writer);
        Sample ratio = Sample.OfRatios(Fitting(fits[sides[^1]]), Fitting(fits[sides[0]]));
        writer.WriteLine($"Fit, time a pixel ÷ that of {sides[0]}²: {ratio}. Asked for: at most 1.1.");
        writer.WriteLine();
    }

    private static IEnumerable<double> Fitting(List<TiledFitReport> fits) =>
        fits.Select(fit => fit.Seconds.Fit / fit.Pixels);

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
