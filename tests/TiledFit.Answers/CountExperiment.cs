using System.Globalization;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Data.Rasters;
using TiledFit.Engine;
using TiledFit.Tiling;

namespace TiledFit.Answers;

/// <summary>How many components a field of known components is given, and what more of them bring on terrain.</summary>
internal static class CountExperiment
{
    private static readonly FitOptions Options = new()
    {
        Threads = 1,
        TileSize = 0,
        Background = BackgroundChoice.None,
    };

    private const double TerrainTolerance = 0.005;

    /// <summary>Fields of which nothing is told: components come and go by what they earn.</summary>
    public static void Fields(ExperimentScale scale, string directory, TextWriter writer)
    {
        var table = new MarkdownTable("true K", "found, median (least – most)", "E / E(truth), median");
        foreach (int components in scale.Components)
        {
            var found = new (int Count, double Ratio)[scale.Seeds];
            Parallel.For(0, scale.Seeds, k =>
            {
                using var field = new TestField(directory, scale.Side, components, k + 1);
                FitResult fit = LocalHost.Fit(field.Raster, Options);
                found[k] = (fit.Components.Count, fit.Objective / field.Objective(field.Truth));
            });
            Sample counts = Sample.Of(found.Select(f => (double)f.Count));
            table.Add(
                $"{components}", Text(counts.Median, "0.#") + Text(counts.Min, " (0 – ") + Text(counts.Max, "0)"),
                Text(Sample.Of(found.Select(f => f.Ratio)).Median, "0.000"));
        }

        table.Write(writer);
    }

    /// <summary>The sample terrain with ever more components.</summary>
    public static void Terrain(ExperimentScale scale, TextWriter writer)
    {
        using IRaster raster = RasterFactory.Open(Path.Combine(AppContext.BaseDirectory, "samples", "jacksboro.npy"));
        var table = new MarkdownTable(["K", .. scale.TerrainComponents.Select(k => $"{k}"), "slope"]);
        double[] rmse =
        [
            .. scale.TerrainComponents.Select(k => LocalHost.Fit(
                raster, new FitOptions { Components = k, Tolerance = TerrainTolerance }).Rmse),
        ];
        double slope = PowerLaw.Exponent(scale.TerrainComponents.Zip(rmse, (k, r) => ((double)k, r)));
        table.Add(["RMSE, m", .. rmse.Select(r => Text(r, "0.0")), Text(slope, "0.00")]);
        table.Write(writer);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
