using System.Globalization;
using TiledFit.Benchmarks.Peers;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>
/// The sample terrain above its lowest point, from a hexagonal start in which more than 40 components cover each pixel.
/// Asked for: an RMSE of 22 m within 2 s, and iterations 30 times as fast as Ceres' median one, whose fit is cut short.
/// </summary>
internal static class TerrainExperiment
{
    private const double TargetRmse = 22;

    private static readonly FitLimits CeresLimits = new(5, 60);

    public static void Run(Bench bench)
    {
        (FitProblem problem, long pixels, int components) = Prepare(bench.Directory);
        var ours = new TiledFitPeer(bench.Program, 0);
        IPeer[] peers = [ours, .. bench.Ceres];
        Dictionary<IPeer, List<FitTrace>> traces = peers.ToDictionary(peer => peer, _ => new List<FitTrace>());
        for (int turn = 0; turn < bench.Repetitions; turn++)
        {
            foreach (IPeer peer in peers)
            {
                traces[peer].Add(peer.Fit(problem, CeresLimits));
            }
        }

        bench.Output.WriteLine(
            $"Terrain: {components} components from a hexagonal grid. Asked for: ≤ 2 s; ≥ 30 for an iteration.");
        WriteTable(peers, traces, pixels, bench.Output);
        ProfileLine.Write("terrain", ours.Profile(problem), bench.Output);
    }

    private static void WriteTable(
        IPeer[] peers, Dictionary<IPeer, List<FitTrace>> traces, long pixels, TextWriter writer)
    {
        var table = new MarkdownTable(
            "", "best RMSE, m", $"seconds to {TargetRmse} m", "iterations", "seconds an iteration", "÷ TiledFit");
        double[] ours = MedianIterations(traces[peers[0]]);
        foreach (IPeer peer in peers)
        {
            List<FitTrace> fits = traces[peer];
            double?[] seconds = [.. fits.Select(fit => fit.SecondsTo(TargetRmse * TargetRmse * pixels))];
            double[] iterations = MedianIterations(fits);
            table.Add(
                peer.Name,
                Math.Sqrt(fits.Min(fit => fit.Best) / pixels).ToString("0.00", CultureInfo.InvariantCulture),
                seconds.Any(s => s is null) ? "not reached" : $"{Sample.Of(seconds.Select(s => s!.Value))}",
                $"{fits[0].Points.Count - 1}",
                iterations.Length == 0 ? "" : $"{Sample.Of(iterations)}",
                iterations.Length == 0 ? "" : $"{Sample.OfRatios(iterations, ours)}");
        }

        table.Write(writer);
    }

    // A peer that fails at once has no iteration to time.
    private static double[] MedianIterations(List<FitTrace> fits) =>
        fits.All(fit => fit.Points.Count > 1) ? [.. fits.Select(fit => Sample.Of(fit.IterationSeconds).Median)] : [];

    private static (FitProblem Problem, long Pixels, int Components) Prepare(string directory)
    {
        using IRaster sample = RasterFactory.Open(Path.Combine(AppContext.BaseDirectory, "samples", "jacksboro.npy"));
        int width = sample.Info.Width, height = sample.Info.Height;
        var window = new PixelRectangle(0, 0, width, height);
        var heights = new double[window.Area];
        sample.Read(window, heights);
        double lowest = heights.Min();
        for (int k = 0; k < heights.Length; k++)
        {
            heights[k] -= lowest;
        }

        var problem = new FitProblem(Path.Combine(directory, "terrain.npy"), Path.Combine(directory, "terrain.csv"));
        using (IRasterWriter writer = RasterWriterFactory.Create(problem.Raster, width, height))
        {
            writer.Write(window, heights);
            writer.Complete();
        }

        Gaussian[] start = [.. HexagonalStart.Of(width, height, (x, y) => heights[y * width + x])];
        File.WriteAllLines(
            problem.Init,
            [
                "amplitude,x,y,chol_11,chol_21,chol_22",
                .. start.Select(g => FormattableString.Invariant(
                    $"{g.Amplitude:R},{g.X:R},{g.Y:R},{g.L11:R},{g.L21:R},{g.L22:R}")),
            ]);
        return (problem, window.Area, start.Length);
    }
}
