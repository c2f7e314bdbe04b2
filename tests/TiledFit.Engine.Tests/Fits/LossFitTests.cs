using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Statistics;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;
using Xunit.Abstractions;

namespace TiledFit.Engine.Tests.Fits;

public class LossFitTests(ITestOutputHelper output)
{
    private const double Noise = 0.01;

    [Theory]
    [InlineData(30, "huber")]
    [InlineData(30, "cauchy")]
    [InlineData(180, "huber")]
    [InlineData(180, "cauchy")]
    public void GrossOutliersMoveNoParameterBeyondTwoSigma(int components, string loss)
    {
        var spots = new FitCase(256, 192, components, 0.15, seed: 2);
        FitOptions options = FitCase.Tiled with { MaxSweeps = 60, Background = BackgroundChoice.Constant };
        ComponentRow[] clean = Rows(spots, spots.Raster(), options);
        MemoryRaster dirty = spots.Raster(Outliers(256));
        foreach (string l in new[] { loss, "squares" })
        {
            ComponentRow[] rows = Rows(spots, dirty, options with { Loss = LossModel.Parse(l, "--loss") });
            double[] d = [.. Deviations(clean, rows)];
            output.WriteLine($"{l} {d.Length} max {d.Max(Math.Abs)} rms {Math.Sqrt(d.Average(x => x * x))} mean {d.Average()} beyond {d.Count(x => Math.Abs(x) > 2)}");
        }
    }

    // Five pixels in a hundred are off by 10 to 100 σ, two thirds of them upwards.
    private static Func<int, int, double> Outliers(int width)
    {
        var random = new Random(11);
        double[] added =
        [
            .. Enumerable.Range(0, width * width).Select(_ => random.NextDouble() >= 0.05 ? 0
                : Noise * (10 + 90 * random.NextDouble()) * (random.Next(3) == 0 ? -1 : 1)),
        ];
        return (x, y) => added[y * width + x];
    }

    private ComponentRow[] Rows(FitCase spots, IRaster raster, FitOptions options)
    {
        FitResult fit = LocalHost.Fit(raster, options, spots.Initial);
        output.WriteLine($"{options.Loss} sweeps {fit.Sweeps.Count} settled {fit.Settled} b {fit.Background.Level} E {fit.Objective} rmse {fit.Rmse} noise {fit.Loss?.Noise}");
        return [.. ErrorEstimator.Estimate(raster, options, fit)];
    }

    // All six parameters of all components, in standard deviations of the first.
    private static IEnumerable<double> Deviations(ComponentRow[] clean, ComponentRow[] rows) =>
        clean.Zip(rows).SelectMany(pair =>
        {
            (Gaussian a, Gaussian b) = (pair.First.Component.Shape, pair.Second.Component.Shape);
            var e = pair.First.Errors!.Value;
            return new[]
            {
                (b.Amplitude - a.Amplitude) / e.Amplitude, (b.X - a.X) / e.X, (b.Y - a.Y) / e.Y,
                (b.L11 - a.L11) / e.L11, (b.L21 - a.L21) / e.L21, (b.L22 - a.L22) / e.L22,
            };
        });
}
