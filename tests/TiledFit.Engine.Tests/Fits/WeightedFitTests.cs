using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class WeightedFitTests
{
    private static readonly FitCase Spots = new(256, 192, 180, 0.15);

    /// <summary>E = Σ w·r², in sweeps that never raise it, for a background of its own, too.</summary>
    [Theory]
    [InlineData(BackgroundChoice.None)]
    [InlineData(BackgroundChoice.Plane)]
    public void TheObjectiveIsTheWeightedSumOfSquares(BackgroundChoice background)
    {
        MemoryRaster raster = Spots.Raster((x, y) => 0.01 * x);
        FitResult fit = Fit(raster, Uneven, FitCase.Tiled with { Background = background });
        double expected = 0, weight = 0, before = double.PositiveInfinity;
        foreach ((int x, int y, double r) in Residuals(raster, fit))
        {
            expected += Uneven(x, y) * r * r;
            weight += Uneven(x, y);
        }

        Assert.Equal(expected, fit.Objective, 1e-9 * expected);
        Assert.Equal(Math.Sqrt(expected / weight), fit.Rmse, 1e-9 * fit.Rmse);
        Assert.Equal(fit.Objective, fit.Tiles.Sum(tile => tile.Sse), 1e-12 * fit.Objective);
        foreach (SweepRow sweep in fit.Sweeps)
        {
            Assert.InRange(sweep.Objective, 0, before * (1 + 1e-12));
            before = sweep.Objective;
        }
    }

    /// <summary>Σ w·z / Σ w is the background of a raster without components.</summary>
    [Fact]
    public void AConstantBackgroundIsTheWeightedMean()
    {
        double sum = 0, weights = 0;
        for (int k = 0; k < 100 * 90; k++)
        {
            sum += Uneven(k % 100, k / 100) * Value(k % 100, k / 100);
            weights += Uneven(k % 100, k / 100);
        }

        FitResult fit = LocalHost.Fit(
            Weigh(new MemoryRaster(100, 90, Value), Uneven),
            FitCase.Tiled with { Background = BackgroundChoice.Constant }, []);
        Assert.Equal(sum / weights, fit.Background.Level, 1e-12);
        static double Value(int x, int y) => Math.Sin(x * 0.3) * Math.Cos(y * 0.7) + (x > 60 ? 1 : 0);
    }

    /// <summary>Only the ratios of weights matter: by powers of four, as √w enters, to the bit.</summary>
    [Theory]
    [InlineData(4, 0)]
    [InlineData(0.0625, 0)]
    [InlineData(3, 1e-7)]
    public void AllWeightsTimesANumberChangeNothing(double factor, double tolerance)
    {
        FitOptions options = FitCase.Tiled with { Background = BackgroundChoice.Constant };
        ComponentRow[] one = Rows(1, out double objective);
        ComponentRow[] scaled = Rows(factor, out double scaledObjective);
        Assert.Equal(factor * objective, scaledObjective, tolerance * scaledObjective);
        for (int k = 0; k < one.Length; k++)
        {
            AssertNear(one[k].Component.Shape.Amplitude, scaled[k].Component.Shape.Amplitude);
            AssertNear(one[k].Component.Shape.X, scaled[k].Component.Shape.X);
            AssertNear(one[k].Component.Shape.L22, scaled[k].Component.Shape.L22);
            AssertNear(one[k].Errors!.Value.Amplitude, scaled[k].Errors!.Value.Amplitude);
            AssertNear(one[k].SignalToNoise!.Value, scaled[k].SignalToNoise!.Value);
            AssertNear(one[k].LocalRms!.Value, scaled[k].LocalRms!.Value);
        }

        ComponentRow[] Rows(double times, out double objective)
        {
            using IRaster raster = Weigh(Spots.Raster(), (x, y) => times * Uneven(x, y));
            FitResult fit = LocalHost.Fit(raster, options, Spots.Initial);
            objective = fit.Objective;
            return [.. ErrorEstimator.Estimate(raster, options, fit)];
        }

        void AssertNear(double expected, double actual) =>
            Assert.InRange(actual - expected, -tolerance * Math.Abs(expected), tolerance * Math.Abs(expected));
    }

    /// <summary>Weights that are all 1 are no weights, to the bit.</summary>
    [Fact]
    public void EqualWeightsAreNoWeights()
    {
        FitResult plain = LocalHost.Fit(Spots.Raster(), FitCase.Tiled, Spots.Initial);
        Assert.Equal(FitCase.BitsOf(plain), FitCase.BitsOf(Fit(Spots.Raster(), (_, _) => 1, FitCase.Tiled)));
    }

    [Fact]
    public void NeitherThreadsNorTheHostChangeABit()
    {
        FitResult one = Fit(Spots.Raster(), Uneven, FitCase.Tiled with { Threads = 1 });
        FitResult three = Fit(Spots.Raster(), Uneven, FitCase.Tiled with { Threads = 3 });
        Assert.Equal(FitCase.BitsOf(one), FitCase.BitsOf(three));
        new ShuffledHost(Weigh(Spots.Raster(), Uneven), FitCase.Tiled, 5).AssertGives(one, Spots.Initial);
    }

    /// <summary>
    /// Of a field of which one half is a hundred times as noisy, inverse variances recover the components of the good
    /// half, the blends at the seam included, better than equal weights do; and tell σ = 1 at weight 1.
    /// </summary>
    [Fact]
    public void InverseVariancesAreTheBestWeights()
    {
        var clean = new FitCase(256, 192, 180, 0.05, seed: 3, noise: 0);
        var random = new Random(7);
        double[] noise = [.. Enumerable.Range(0, 256 * 192).Select(k => SigmaAt(k % 256) * Normal(random))];
        MemoryRaster raster = clean.Raster((x, y) => noise[y * 256 + x]);
        using IRaster weighted = Weigh(raster, (x, _) => 1 / (SigmaAt(x) * SigmaAt(x)));
        FitOptions options = FitCase.Tiled with { TileSize = 0, MaxSweeps = 30 };
        FitResult plain = LocalHost.Fit(raster, options, clean.Initial);
        FitResult best = LocalHost.Fit(weighted, options, clean.Initial);
        Assert.InRange(SeamError(best), 0, 0.5 * SeamError(plain));
        Assert.InRange(best.Objective / (best.Pixels - 6 * 180), 0.95, 1.05);

        ComponentRow[] rows = [.. ErrorEstimator.Estimate(weighted, options, best)];
        double[] pulls =
        [
            .. rows.Where(row => row.SignalToNoise > 20).Select(row =>
                (row.Component.Shape.X - clean.Field.Truth[(int)row.Component.Id].X) / row.Errors!.Value.X),
        ];
        Assert.InRange(pulls.Length, 40, 180);
        Assert.InRange(pulls.Sum(pull => pull * pull) / pulls.Length, 0.6, 1.6);
        Assert.All(rows.Where(row => row.Component.Shape.X < 120), row => Assert.Equal(
            row.Component.Shape.Amplitude / 0.002, row.SignalToNoise!.Value, 0.05 * row.SignalToNoise.Value));

        // Where the seam passes within 4 px on the good side.
        double SeamError(FitResult fit) => Math.Sqrt(fit.Components
            .Select(row => (Found: row.Component.Shape, Truth: clean.Field.Truth[(int)row.Component.Id]))
            .Where(pair => pair.Truth.X is > 122 and < 127.5)
            .Average(pair => Math.Pow(pair.Found.X - pair.Truth.X, 2)));

        static double SigmaAt(int x) => x < 128 ? 0.002 : 0.2;
    }

    [Fact]
    public void WhatWeightsDoNotGoWithIsRefused()
    {
        IRaster raster = Weigh(Spots.Raster(), Uneven);
        Refuse("--weights needs --init", () => LocalHost.Fit(raster, FitCase.Tiled));
        Refuse("--weights needs --init", () => LocalHost.Fit(
            raster, FitCase.Tiled with { Components = 181 }, Spots.Initial));
        Refuse("--weights needs --init", () => LocalHost.Fit(
            raster, FitCase.Tiled with { Rmse = 0.1 }, Spots.Initial));
        Refuse("does not go with --errors beam:3", () => LocalHost.Fit(
            raster, FitCase.Tiled with { Errors = ErrorModel.Parse("beam:3", "--errors") }, Spots.Initial));
        using var directory = new TemporaryDirectory();
        Refuse("--weights goes with --method lm", () => new FitRun(FitCase.Tiled, directory["out"], false)
        {
            Software = "test",
            Method = FitMethod.ExpectationMaximization,
        }.Execute(raster, Spots.Initial));

        static void Refuse(string expected, Action fit) =>
            Assert.Contains(expected, Assert.Throws<InputException>(fit).Message);
    }

    private static double Uneven(int x, int y) => 0.25 + (x * 7 + y * 13) % 17 + (x > 128 ? 20 : 0);

    private static IRaster Weigh(MemoryRaster raster, Func<int, int, double> weight) =>
        new PixelSelection("weights", null, null).Apply(
            raster, _ => new MemoryRaster(raster.Info.Width, raster.Info.Height, weight));

    private static FitResult Fit(MemoryRaster raster, Func<int, int, double> weight, FitOptions options) =>
        LocalHost.Fit(Weigh(raster, weight), options, Spots.Initial);

    private static IEnumerable<(int X, int Y, double R)> Residuals(MemoryRaster raster, FitResult fit)
    {
        int width = raster.Info.Width, height = raster.Info.Height;
        var values = new double[width * height];
        raster.Read(new PixelRectangle(0, 0, width, height), values);
        Gaussian[] shapes = [.. fit.Components.Select(row => row.Component.Shape)];
        for (int k = 0; k < values.Length; k++)
        {
            int x = k % width, y = k / width;
            yield return (
                x, y, values[k] - fit.Background.ValueAt(x, y) - shapes.Sum(shape => shape.ValueAt(x, y)));
        }
    }

    // Box and Muller 1958.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
