using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class LossFitTests
{
    private const int Width = 256, Height = 192;
    private const double Noise = 0.01;

    private static readonly FitOptions Constant = FitCase.Tiled with
    {
        Background = BackgroundChoice.Constant,
        MaxSweeps = 60,
    };

    /// <summary>
    /// Where five pixels in a hundred are off by 10 to 100 σ, two thirds of them upwards, each of the six parameters of
    /// each component that has at least 20 σ is within two standard deviations of its fit to clean pixels by squares:
    /// of separate components, and of those that overlap. Squares are moved by more, most of them.
    /// </summary>
    [Theory]
    [InlineData(30, 1, "huber")]
    [InlineData(30, 1, "cauchy")]
    [InlineData(120, 2, "huber")]
    [InlineData(120, 2, "cauchy")]
    public void GrossOutliersMoveNoParameterByTwoSigma(int components, ulong seed, string loss)
    {
        var spots = new FitCase(Width, Height, components, 0.1, seed);
        ComponentRow[] clean = Rows(spots.Raster(), spots.Initial, Constant);
        MemoryRaster dirty = spots.Raster(Outliers());
        double[] robust = [.. Deviations(clean, Rows(dirty, spots.Initial, With(Constant, loss)))];
        Assert.InRange(robust.Length, 3.5 * components, 6 * components);
        Assert.All(robust, deviation => Assert.InRange(deviation, -2, 2));
        double[] squares = [.. Deviations(clean, Rows(dirty, spots.Initial, Constant))];
        Assert.InRange(squares.Count(deviation => Math.Abs(deviation) > 2), 0.7 * squares.Length, squares.Length);
    }

    /// <summary>E by the formula of each loss, pixel by pixel, in sweeps that never raise it; and Σ r² beside it.
    /// </summary>
    [Theory]
    [InlineData("huber", BackgroundChoice.None)]
    [InlineData("huber:2", BackgroundChoice.Plane)]
    [InlineData("cauchy", BackgroundChoice.Constant)]
    [InlineData("poisson", BackgroundChoice.Plane)]
    public void TheObjectiveIsTheSumOfTheLoss(string word, BackgroundChoice background)
    {
        bool isOfCounts = word == "poisson";
        var spots = new FitCase(Width, Height, 120, 0.15);
        Func<int, int, double> outliers = Outliers();
        MemoryRaster raster = isOfCounts
            ? Counts(spots, (x, y) => 0.4 + 0.001 * x)
            : spots.Raster((x, y) => (x is > 100 and < 110 && y > 90 ? double.NaN : 0.01 * x) + outliers(x, y));
        FitOptions options = With(FitCase.Tiled, word) with { Background = background };
        Gaussian[] start = isOfCounts ? [.. Scale(spots.Initial)] : [.. spots.Initial];
        FitResult fit = LocalHost.Fit(raster, options, start);
        double k = options.Loss.Constant * (fit.Loss!.Noise ?? 0), expected = 0, squares = 0;
        foreach ((double z, double f) in ValuesAndModel(raster, fit).Where(pixel => !double.IsNaN(pixel.Z)))
        {
            double r = z - f, t = r / k;
            squares += r * r;
            expected += isOfCounts ? 2 * (f - z + (z > 0 ? z * Math.Log(z / f) : 0))
                : word == "cauchy" ? k * k * Math.Log(1 + t * t)
                : Math.Abs(r) <= k ? r * r : 2 * k * Math.Abs(r) - k * k;
        }

        Assert.Equal(expected, fit.Objective, 1e-9 * expected);
        Assert.Equal(squares, fit.SumOfSquares, 1e-9 * squares);
        Assert.Equal(Math.Sqrt(squares / fit.Pixels), fit.Rmse, 1e-9 * fit.Rmse);
        Assert.Equal(squares, fit.Tiles.Sum(tile => tile.Sse), 1e-9 * squares);
        double before = double.PositiveInfinity;
        foreach (SweepRow sweep in fit.Sweeps)
        {
            Assert.InRange(sweep.Objective, 0, before * (1 + 1e-12));
            before = sweep.Objective;
        }
    }

    [Theory]
    [InlineData("huber")]
    [InlineData("cauchy:3")]
    [InlineData("poisson")]
    public void NeitherThreadsNorTheHostChangeABit(string word)
    {
        var spots = new FitCase(Width, Height, 120, 0.15);
        MemoryRaster raster = Counts(spots, (_, _) => 0.3);
        Gaussian[] start = [.. Scale(spots.Initial)];
        FitOptions options = With(Constant, word) with { MaxSweeps = 12, Threads = 1 };
        FitResult one = LocalHost.Fit(raster, options, start);
        FitResult three = LocalHost.Fit(raster, options with { Threads = 3 }, start);
        Assert.Equal(FitCase.BitsOf(one), FitCase.BitsOf(three));
        Assert.Equal(one.Background, new ShuffledHost(raster, options, 5).AssertGives(one, start).Background);
    }

    /// <summary>
    /// A robust loss with limits on σ, over tiles: the recount agrees with the bookkeeping, or the fit would fail, and
    /// so does the sum over pixels; every σ obeys, and a second thread changes no bit.
    /// </summary>
    [Fact]
    public void RobustFitsWithLimitsAgreeOverTiles()
    {
        var limits = new ComponentRestrictions { SigmaMin = 2.2 };
        var spots = new FitCase(Width, Height, 120, 0.15);
        MemoryRaster raster = spots.Raster(Outliers());
        Gaussian[] start = [.. spots.Initial.Select(g => limits.Conform(g))];
        FitOptions options = With(Constant, "huber") with { Restrictions = limits, MaxSweeps = 12, Threads = 1 };
        FitResult one = LocalHost.Fit(raster, options, start);
        FitResult two = LocalHost.Fit(raster, options with { Threads = 2 }, start);
        Assert.Equal(FitCase.BitsOf(one), FitCase.BitsOf(two));
        Assert.InRange(one.Tiles.Count, 4, 1000);
        double k = options.Loss.Constant * one.Loss!.Noise!.Value;
        double expected = ValuesAndModel(raster, one).Sum(pixel =>
        {
            double r = Math.Abs(pixel.Z - pixel.F);
            return r <= k ? r * r : 2 * k * r - k * k;
        });
        Assert.Equal(expected, one.Objective, 1e-9 * expected);
        Assert.All(one.Components, row => Assert.True(limits.Holds(row.Component.Shape)));
        Assert.Contains(one.Components, row => row.Component.Flags.HasFlag(ComponentFlags.AtParameterBound));
    }

    /// <summary>
    /// Without components the constant is the value that the loss names: the mean of counts, and of residuals the root
    /// of Σψ, by bisection.
    /// </summary>
    [Theory]
    [InlineData("poisson")]
    [InlineData("huber")]
    [InlineData("cauchy")]
    public void TheBackgroundMinimisesTheLoss(string word)
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 100 * 90).Select(_ => (double)Poisson(random, 0.6))];
        if (word != "poisson")
        {
            values = [.. values.Select(z => z + 5 + Normal(random) + (random.Next(20) == 0 ? 50 : 0))];
        }

        FitResult fit = LocalHost.Fit(
            new MemoryRaster(100, 90, (x, y) => values[y * 100 + x]),
            With(Constant, word) with { Tolerance = 1e-9 }, []);
        double k = LossModel.Parse(word, "").Constant * (fit.Loss!.Noise ?? 0), low = 0, high = 20;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            double sum = values.Sum(z => word switch
            {
                "huber" => Math.Clamp(z - middle, -k, k),
                "cauchy" => (z - middle) / (1 + (z - middle) * (z - middle) / (k * k)),
                _ => z / middle - 1,
            });
            (low, high) = sum > 0 ? (middle, high) : (low, middle);
        }

        Assert.Equal(low, fit.Background.Level, 1e-4 * low);
    }

    /// <summary>
    /// Where the rest of the raster would make a plane negative over a region of zeros E holds it up: it never rises,
    /// no pixel makes it negative, and the plane gains nothing by going down there.
    /// </summary>
    [Fact]
    public void APlaneOverNothingIsHeldUp()
    {
        var random = new Random(5);
        double[] values =
            [.. Enumerable.Range(0, 120 * 90).Select(k => k % 120 < 20 ? 0.0 : Poisson(random, 0.1 * (k % 120 - 20)))];
        FitResult fit = LocalHost.Fit(
            new MemoryRaster(120, 90, (x, y) => values[y * 120 + x]),
            With(FitCase.Tiled, "poisson") with { Background = BackgroundChoice.Plane, MaxSweeps = 60 }, []);
        double before = double.PositiveInfinity;
        foreach (SweepRow sweep in fit.Sweeps)
        {
            Assert.InRange(sweep.Objective, 0, before);
            before = sweep.Objective;
        }

        // Of the planes that rise from nothing at the left edge, the best.
        double best = Enumerable.Range(1, 200).Min(k => values.Select((z, i) => (Z: z, F: 1e-5 + 0.001 * k * (i % 120)))
            .Sum(pixel => 2 * (pixel.F - pixel.Z + (pixel.Z > 0 ? pixel.Z * Math.Log(pixel.Z / pixel.F) : 0))));
        Assert.InRange(fit.Objective, 0.99 * best, 1.005 * best);
        Assert.InRange(fit.Background.ValueAt(0, 0), -1e-3, 0.1);
    }

    /// <summary>
    /// Peaks of twelve counts above a level of two: amplitude and level of the likelihood are unbiased; with squares
    /// weighed by 1/max(z, 1) peak and level are low by what a count's scatter makes of its own weight. The errors
    /// of the first are those of Fisher's information, which their scatter confirms.
    /// </summary>
    [Fact]
    public void AmplitudesOfCountsAreUnbiased()
    {
        const double amplitude = 12, level = 2, sigma = 2.5;
        Gaussian[] truth =
        [
            .. Enumerable.Range(0, 300).Select(k => new Gaussian(
                amplitude, 20 + k % 20 * 32 + 0.3 * (k % 3), 20 + k / 20 * 32 + 0.2 * (k % 4), sigma, 0.4, sigma)),
        ];
        var random = new Random(21);
        double[] counts = [.. Enumerable.Range(0, 650 * 500).Select(_ => level)];
        foreach (Gaussian g in truth)
        {
            for (int k = 0; k < 31 * 31; k++)
            {
                (int x, int y) = ((int)g.X - 15 + k % 31, (int)g.Y - 15 + k / 31);
                counts[y * 650 + x] += g.ValueAt(x, y);
            }
        }

        counts = [.. counts.Select(mean => (double)Poisson(random, mean))];
        var raster = new MemoryRaster(650, 500, (x, y) => counts[y * 650 + x]);
        FitOptions options = Constant with { TileSize = 128, Ring = 16 };
        FitResult likelihood = LocalHost.Fit(raster, With(options, "poisson"), truth);
        ComponentRow[] poisson = [.. ErrorEstimator.Estimate(raster, With(options, "poisson"), likelihood)];
        using IRaster weighed = new PixelSelection("weights", null, null).Apply(
            raster, _ => new MemoryRaster(650, 500, (x, y) => 1 / Math.Max(1, counts[y * 650 + x])));
        FitResult neyman = LocalHost.Fit(weighed, options, truth);
        double error = amplitude * 0.2 / Math.Sqrt(truth.Length);
        Assert.InRange(Mean(poisson) - amplitude, -2 * error, 2 * error);
        Assert.Equal(level, likelihood.Background.Level, 3 * Math.Sqrt(level / counts.Length));
        Assert.InRange(neyman.Background.Level, 0, 0.9 * level);
        Assert.InRange(Mean([.. neyman.Components]) + neyman.Background.Level, 0, amplitude + level - 4 * error);

        double[] pulls = [.. poisson.Select(row =>
            (row.Component.Shape.X - truth[(int)row.Component.Id].X) / row.Errors!.Value.X)];
        Assert.InRange(Math.Sqrt(pulls.Average(pull => pull * pull)), 0.9, 1.1);
        Assert.All(poisson, row => Assert.Equal(
            Math.Sqrt(InformationInverse(row.Component.Shape, poisson, level)), row.Errors!.Value.Amplitude,
            0.02 * row.Errors.Value.Amplitude));

        static double Mean(ComponentRow[] rows) => rows.Average(row => row.Component.Shape.Amplitude);
    }

    /// <summary>A threshold beyond all residuals makes squares of it, with their errors.</summary>
    [Fact]
    public void BeyondAllResidualsHuberIsSquares()
    {
        var spots = new FitCase(Width, Height, 120, 0.15);
        ComponentRow[] squares = Rows(spots.Raster(), spots.Initial, Constant);
        ComponentRow[] huber = Rows(spots.Raster(), spots.Initial, With(Constant, "huber:1e5"));
        foreach ((ComponentRow expected, ComponentRow actual) in squares.Zip(huber))
        {
            ComponentErrors errors = expected.Errors!.Value;
            Assert.Equal(expected.Component.Shape.X, actual.Component.Shape.X, 1e-2 * errors.X);
            Assert.Equal(errors.X, actual.Errors!.Value.X, 1e-3 * errors.X);
            Assert.Equal(1, expected.SignalToNoise!.Value / actual.SignalToNoise!.Value, 1e-2);
        }
    }

    /// <summary>Errors of robust fits to pixels with outliers are the scatter about the truth.</summary>
    [Theory]
    [InlineData("huber")]
    [InlineData("cauchy")]
    public void ErrorsOfRobustFitsAreTheirScatter(string loss)
    {
        double sum = 0;
        int count = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            var spots = new FitCase(Width, Height, 60, 0.05, seed);
            foreach (ComponentRow row in Rows(spots.Raster(Outliers()), spots.Initial, With(Constant, loss))
                .Where(row => row.Component.Shape.Amplitude > 20 * row.Errors!.Value.Amplitude))
            {
                Gaussian truth = spots.Field.Truth[(int)row.Component.Id];
                double x = (row.Component.Shape.X - truth.X) / row.Errors!.Value.X;
                double y = (row.Component.Shape.Y - truth.Y) / row.Errors.Value.Y;
                sum += x * x + y * y;
                count += 2;
            }
        }

        // The standard deviation of a standard deviation of 400 is 1/√800.
        Assert.InRange(count, 300, 480);
        Assert.InRange(Math.Sqrt(sum / count), 0.88, 1.12);
    }

    [Fact]
    public void WhatLossesDoNotGoWithIsRefused()
    {
        var spots = new FitCase(Width, Height, 30, 0.15);
        MemoryRaster raster = spots.Raster();
        FitOptions options = With(FitCase.Tiled, "huber");
        Refuse("--loss huber:1.345 needs --init", () => LocalHost.Fit(raster, options));
        Refuse("--loss huber:1.345 needs --init", () => LocalHost.Fit(
            raster, options with { Components = 31 }, spots.Initial));
        Refuse("--loss huber:1.345 needs --init", () => LocalHost.Fit(
            raster, options with { Rmse = 0.1 }, spots.Initial));
        Refuse("does not go with --errors beam:3", () => LocalHost.Fit(
            raster, options with { Errors = ErrorModel.Parse("beam:3", "--errors") }, spots.Initial));
        Refuse("does not go with --weights", () => LocalHost.Fit(
            new PixelSelection("weights", null, null).Apply(
                raster, _ => new MemoryRaster(Width, Height, (x, _) => 1 + x)), options, spots.Initial));
        Refuse("the noise, which is estimated as 0 here", () => LocalHost.Fit(
            new MemoryRaster(Width, Height, (_, _) => 1), options, spots.Initial));
        int[,] negative = new int[Height, Width];
        (negative[150, 30], negative[150, 201], negative[20, 220], negative[100, 3]) = (-2, -2, -1, 7);
        Refuse("--loss poisson takes counts, and the pixel in column 30, row 150 (from 0) holds -2, the least", () =>
            LocalHost.Fit(
                new MemoryRaster(Width, Height, (x, y) => negative[y, x]), With(FitCase.Tiled, "poisson"), []));
        using var directory = new TemporaryDirectory();
        Refuse("goes with rasters and --method lm", () => new FitRun(options, directory["out"], false)
        {
            Software = "test",
            Method = FitMethod.ExpectationMaximization,
        }.Execute(raster, spots.Initial));

        static void Refuse(string expected, Action fit) =>
            Assert.Contains(expected, Assert.Throws<InputException>(fit).Message);
    }

    private static FitOptions With(FitOptions options, string loss) =>
        options with { Loss = LossModel.Parse(loss, "--loss") };

    private static ComponentRow[] Rows(IRaster raster, IReadOnlyList<Gaussian> initial, FitOptions options) =>
        [.. ErrorEstimator.Estimate(raster, options, LocalHost.Fit(raster, options, initial))];

    private static Func<int, int, double> Outliers()
    {
        var random = new Random(11);
        double[] added =
        [
            .. Enumerable.Range(0, Width * Height).Select(_ => random.NextDouble() >= 0.05 ? 0
                : Noise * (10 + 90 * random.NextDouble()) * (random.Next(3) == 0 ? -1 : 1)),
        ];
        return (x, y) => added[y * Width + x];
    }

    // Amplitudes of 15 to 45 counts.
    private static IEnumerable<Gaussian> Scale(IEnumerable<Gaussian> shapes) =>
        shapes.Select(g => new Gaussian(30 * g.Amplitude, g.X, g.Y, g.L11, g.L21, g.L22));

    private static MemoryRaster Counts(FitCase spots, Func<int, int, double> background)
    {
        var random = new Random(6);
        Gaussian[] truth = [.. Scale(spots.Field.Truth)];
        double[] counts =
        [
            .. Enumerable.Range(0, Width * Height).Select(k => (double)Poisson(
                random, background(k % Width, k / Width) + truth.Sum(g => g.ValueAt(k % Width, k / Width)))),
        ];
        return new MemoryRaster(Width, Height, (x, y) => counts[y * Width + x]);
    }

    private static IEnumerable<(double Z, double F)> ValuesAndModel(MemoryRaster raster, FitResult fit)
    {
        var values = new double[Width * Height];
        raster.Read(new PixelRectangle(0, 0, Width, Height), values);
        Gaussian[] shapes = [.. fit.Components.Select(row => row.Component.Shape)];
        for (int k = 0; k < values.Length; k++)
        {
            int x = k % Width, y = k / Width;
            yield return (values[k], fit.Background.ValueAt(x, y) + shapes.Sum(shape => shape.ValueAt(x, y)));
        }
    }

    // All six parameters of the components that stand out, in standard deviations of the first fit.
    private static IEnumerable<double> Deviations(ComponentRow[] clean, ComponentRow[] rows) => clean.Zip(rows)
        .Where(pair => pair.First.Component.Shape.Amplitude > 20 * pair.First.Errors!.Value.Amplitude)
        .SelectMany(pair =>
        {
            (Gaussian a, Gaussian b) = (pair.First.Component.Shape, pair.Second.Component.Shape);
            ComponentErrors errors = pair.First.Errors!.Value;
            return new[]
            {
                (b.Amplitude - a.Amplitude) / errors.Amplitude, (b.X - a.X) / errors.X, (b.Y - a.Y) / errors.Y,
                (b.L11 - a.L11) / errors.L11, (b.L21 - a.L21) / errors.L21, (b.L22 - a.L22) / errors.L22,
            };
        });

    // The variance of the amplitude of an isolated component, from the dense inverse of Σ ∂f·∂fᵀ/f, by elimination.
    private static double InformationInverse(Gaussian g, ComponentRow[] all, double level)
    {
        Gaussian[] near =
        [
            .. all.Select(row => row.Component.Shape)
                .Where(other => Math.Abs(other.X - g.X) < 60 && Math.Abs(other.Y - g.Y) < 60),
        ];
        var matrix = new double[6, 7];
        matrix[0, 6] = 1;
        for (int k = 0; k < 41 * 41; k++)
        {
            int x = (int)g.X - 20 + k % 41, y = (int)g.Y - 20 + k / 41;
            double u1 = (x - g.X) / g.L11, u2 = (y - g.Y - g.L21 * u1) / g.L22, value = g.ValueAt(x, y);
            double[] columns = [1, u1, u2, u1 * u1, u1 * u2, u2 * u2];
            double weight = x < 0 || y < 0 ? 0 : value * value / (level + near.Sum(other => other.ValueAt(x, y)));
            for (int e = 0; e < 36; e++)
            {
                matrix[e / 6, e % 6] += weight * columns[e / 6] * columns[e % 6];
            }
        }

        for (int pivot = 0; pivot < 6; pivot++)
        {
            for (int row = 0; row < 6; row++)
            {
                double factor = row == pivot ? 0 : matrix[row, pivot] / matrix[pivot, pivot];
                for (int column = 0; column < 7; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }
            }
        }

        return g.Amplitude * g.Amplitude * matrix[0, 6] / matrix[0, 0];
    }

    // By multiplication of uniforms (Knuth 1969).
    private static int Poisson(Random random, double mean)
    {
        double limit = Math.Exp(-mean), product = random.NextDouble();
        int count = 0;
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }

    // Box and Muller 1958.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
