using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Core.Model;
using TiledFit.Engine;
using TiledFit.Tiling;

namespace TiledFit.Answers;

/// <summary>
/// Counts of one known component on a level, fitted by squares with equal weights, with w = 1/z, and by the Poisson
/// likelihood.
/// </summary>
internal static class LikelihoodExperiment
{
    private const int Side = 40;

    // Counts a pixel.
    private const double Level = 4;

    private static readonly double[] Peaks = [5, 20, 100];

    private static readonly LossModel PoissonLoss = LossModel.Parse("poisson", "--loss");

    private static readonly FitOptions Options = new()
    {
        Threads = 1,
        TileSize = 0,
        Background = BackgroundChoice.Constant,
        Tolerance = 1e-8,
    };

    private static readonly (string Name, Func<double[], Fitted> Fit)[] Estimators =
    [
        ("squares, equal weights", counts => Fit(counts, null)),
        ("squares, w = 1/max(z, 1)", counts => Fit(counts, [.. counts.Select(z => 1 / Math.Max(z, 1))])),
        ("Poisson likelihood", counts => Fit(counts, null, PoissonLoss)),
    ];

    /// <summary>Writes what is found too much of level and volume, and the volume's scatter, for each peak.</summary>
    public static void Run(ExperimentScale scale, TextWriter writer)
    {
        var table = new MarkdownTable(
        [
            "", "level, too much",
            .. Peaks.SelectMany(peak => new[] { $"volume, peak of {peak}: too much", "scatter" }),
        ]);
        foreach ((string name, Func<double[], Fitted> fit) in Estimators)
        {
            Fitted[][] found = [.. Peaks.Select(peak => Fit(TruthOf(peak), fit, scale.CountFields))];
            table.Add(
            [
                name,
                Bias([.. found.SelectMany(f => f).Select(f => f.Background.Level - Level)], "0.000"),
                .. Peaks.SelectMany((peak, k) => Volume(TruthOf(peak), found[k])),
            ]);
        }

        table.Write(writer);
    }

    private static Fitted[] Fit(Gaussian truth, Func<double[], Fitted> fit, int fields)
    {
        var found = new Fitted[fields];
        Parallel.For(0, fields, k => found[k] = fit(Counts(truth, k + 1)));
        return found;
    }

    private static IEnumerable<string> Volume(Gaussian truth, Fitted[] found)
    {
        double[] percent = [.. found.Select(f => 100 * (f.Shape.Volume / truth.Volume - 1))];
        return [Bias(percent, "0.0") + " %", Text(Deviation(percent), "0.0") + " %"];
    }

    private static string Bias(double[] deviations, string format)
    {
        double error = Deviation(deviations) / Math.Sqrt(deviations.Length);
        return $"{Text(deviations.Average(), format)} ± {Text(error, format)}";
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static string Text(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');

    private static Gaussian TruthOf(double peak) => new(peak, 19.3, 20.2, 3, 0.8, 2.5);

    private static double[] Counts(Gaussian truth, int seed)
    {
        var random = new MersenneTwister(seed);
        return
        [
            .. Enumerable.Range(0, Side * Side).Select(i =>
                (double)Poisson.Sample(random, Level + truth.ValueAt(i % Side, i / Side))),
        ];
    }

    private static Fitted Fit(double[] counts, double[]? weights, LossModel? loss = null)
    {
        using var raster = new CountsRaster(Side, counts, weights);
        FitResult fit = LocalHost.Fit(
            raster, Options with { Loss = loss ?? LossModel.Squares }, [TruthOf(counts.Max())]);
        return new Fitted(fit.Components.Single().Component.Shape, fit.Background);
    }

    private readonly record struct Fitted(Gaussian Shape, Background Background);
}
