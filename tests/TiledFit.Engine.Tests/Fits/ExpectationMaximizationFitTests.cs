using TiledFit.Core;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Engine.ExpectationMaximization;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class ExpectationMaximizationFitTests
{
    private static readonly FitOptions Single = FitCase.Tiled with { TileSize = 0 };

    [Fact]
    public void TheResultIsTheSameForAnyNumberOfThreads()
    {
        var field = new FitCase(1100, 150, 60, 0.2);

        FitResult one = Fit(field.Raster(), Single with { Threads = 1 }, field.Initial);
        FitResult three = Fit(field.Raster(), Single with { Threads = 3 }, field.Initial);

        Assert.Equal(FitCase.BitsOf(one), FitCase.BitsOf(three));
        Assert.Equal(one.LogLikelihood, three.LogLikelihood);
    }

    // Two bands of 64 rows and more: the sums of their parts are those of the whole window.
    [Fact]
    public void BandsMakeUpTheRaster()
    {
        var field = new FitCase(1100, 150, 60, 0.2);
        MemoryRaster raster = field.Raster((x, y) => x is > 40 and < 50 && y > 60 ? double.NaN : 0);
        var bounds = new PixelRectangle(0, 0, 1100, 150);
        var pixels = new double[bounds.Area];
        raster.Read(bounds, pixels);
        var background = new Background(BackgroundKind.Plane, 0.01, 1e-4, -1e-4, 500, 80);
        var mixture = new GaussianMixture(field.Initial, 0.02);

        Expectation whole = PixelExpectation.Run(bounds, pixels, background, mixture, new BandWorkspace());
        Expectation banded = new RasterExpectation(raster, background, 2, default).Run(mixture);

        Assert.Equal(whole.Area, banded.Area);
        Assert.Equal(whole.LogHeights, banded.LogHeights, 1e-11 * Math.Abs(whole.LogHeights));
        Assert.Equal(whole.SquaredError, banded.SquaredError, 1e-11 * whole.SquaredError);
        Assert.Equal(whole.Weight, banded.Weight, 1e-11 * whole.Weight);
        Assert.Equal(whole.UniformWeight, banded.UniformWeight, 1e-11 * whole.Weight);
        Assert.All(whole.Components.Zip(banded.Components), pair =>
        {
            double weight = pair.First.Weight;
            Assert.Equal(weight, pair.Second.Weight, 1e-11 * weight);
            Assert.Equal(pair.First.U1U2, pair.Second.U1U2, 1e-11 * weight);
            Assert.Equal(pair.First.U2U2, pair.Second.U2U2, 1e-10 * weight);
        });
    }

    [Fact]
    public void TheTraceEndsWithTheResultsFigures()
    {
        var field = new FitCase(160, 120, 20, 0.2);

        FitResult fit = Fit(field.Raster(), Single, field.Initial);

        Assert.True(fit.Settled);
        Assert.Equal(fit.Trace[^1].LogLikelihood, fit.LogLikelihood);
        Assert.All(fit.Trace.Zip(fit.Trace.Skip(1)), pair =>
            Assert.True(pair.Second.LogLikelihood >= pair.First.LogLikelihood));
        // Without a background both are the sum of squares of the same components, by bands and by tiles.
        Assert.Equal(fit.Objective, fit.Trace[^1].Objective, 1e-9 * fit.Objective);
        Assert.Equal(fit.Sweeps[^1].Objective, fit.Trace[^1].Objective);
        Assert.All(fit.Sweeps, sweep => Assert.Equal(SweepRow.ExpectationMaximizationPhase, sweep.Phase));
        Assert.Equal(Enumerable.Range(1, fit.Sweeps.Count), fit.Sweeps.Select(sweep => sweep.Sweep));
        Assert.Equal((fit.Trace.Count + 9) / 10, fit.Sweeps.Count);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(id => (long)id), fit.Components.Select(row => row.Component.Id).Order());
    }

    [Fact]
    public void TilesChangeNothingButWhoOwnsAComponent()
    {
        var field = new FitCase(200, 160, 40, 0.1);

        FitResult single = Fit(field.Raster(), Single, field.Initial);
        FitResult tiled = Fit(field.Raster(), FitCase.Tiled, field.Initial);

        // The reach of 24 px bounds σ by 4.8 px, which no component of this field comes to.
        double likelihood = single.LogLikelihood!.Value;
        Assert.Equal(likelihood, tiled.LogLikelihood!.Value, 1e-9 * Math.Abs(likelihood));
        Component[] expected = [.. single.Components.Select(row => row.Component).OrderBy(component => component.Id)];
        Component[] found = [.. tiled.Components.Select(row => row.Component).OrderBy(component => component.Id)];
        Assert.All(expected.Zip(found), pair =>
        {
            Assert.Equal((pair.First.Id, pair.First.Flags), (pair.Second.Id, pair.Second.Flags));
            Assert.Equal(pair.First.Shape.X, pair.Second.Shape.X, 1e-9);
            Assert.Equal(pair.First.Shape.L21, pair.Second.Shape.L21, 1e-9);
            Assert.Equal(pair.First.Shape.Volume, pair.Second.Shape.Volume, 1e-9);
        });
        Assert.Equal(single.Objective, tiled.Objective, 1e-9 * single.Objective);
        Assert.Contains(tiled.Components, row => row.TileX > 0 && row.TileY > 0);
    }

    [Fact]
    public void NoComponentOutgrowsTheReach()
    {
        var field = new FitCase(200, 160, 5, 0.1);
        MemoryRaster hill = field.Raster((x, y) => Math.Exp(-((x - 90) * (x - 90) + (y - 80) * (y - 80)) / 1800.0));

        FitResult fit = Fit(hill, FitCase.Tiled, [.. field.Initial, new Gaussian(1, 90, 80, 4, 0, 4)]);

        double widest = (32 - 8) / Support.Radius;
        Assert.All(fit.Components, row => Assert.True(row.Component.Shape.SigmaMajor <= widest * (1 + 1e-9)));
        Assert.Contains(fit.Components, row => row.Component.Flags.HasFlag(ComponentFlags.AtBound));
    }

    [Fact]
    public void AsAStartItLeadsLeastSquaresToItsOptimum()
    {
        var field = new FitCase(160, 120, 20, 0.2);

        FitResult em = Fit(field.Raster(), Single, field.Initial);
        FitResult both = Fit(field.Raster(), Single with { MaxSweeps = 30 }, field.Initial,
            FitMethod.ExpectationMaximizationThenLeastSquares);
        FitResult squares = LocalHost.Fit(field.Raster(), Single with { MaxSweeps = 30 }, field.Initial);

        Assert.Null(both.LogLikelihood);
        Assert.True(both.Settled);
        Assert.Equal(squares.Objective, both.Objective, 1e-4 * squares.Objective);
        Assert.True(em.Objective > both.Objective);
        Assert.Equal(
            Enumerable.Range(1, both.Sweeps.Count), both.Sweeps.Select(sweep => sweep.Sweep));
        Assert.Equal(SweepRow.FitPhase, both.Sweeps[^1].Phase);
    }

    [Fact]
    public void TheStartIsFoundAsForLeastSquares()
    {
        var field = new FitCase(160, 120, 12, 0);

        FitResult fit = Fit(field.Raster(), Single with { MaxSweeps = 30 }, null);
        FitResult squares = LocalHost.Fit(field.Raster(), Single with { MaxSweeps = 30 });

        Assert.Equal(
            squares.Components.Select(row => row.Component.Id).Order(),
            fit.Components.Select(row => row.Component.Id).Order());
        Assert.All(fit.Components, row => Assert.True(row.Component.Flags.HasFlag(ComponentFlags.Grown)));
        Assert.Equal(SweepRow.GrowPhase, fit.Sweeps[0].Phase);
        Assert.Equal(SweepRow.ExpectationMaximizationPhase, fit.Sweeps[^1].Phase);
        Assert.DoesNotContain(fit.Sweeps, sweep => sweep.Phase == SweepRow.FitPhase);
    }

    [Fact]
    public void FlagsTellOfTheEdgeAndOfMissingPixels()
    {
        var field = new MemoryRaster(1200, 150, (x, y) => x == 300 && y == 75 ? double.NaN
            : new Gaussian[] { new(1, 60, 60, 3, 0, 3), new(1, 290, 65, 3, 0, 3), new(1, 900, 140, 3, 0, 3) }
                .Sum(g => g.ValueAt(x, y)));

        FitResult fit = Fit(
            field, Single, [new(1, 61, 60, 3, 0, 3), new(1, 290, 66, 3, 0, 3), new(1, 900, 139, 3, 0, 3)]);

        Assert.Equal(
            [ComponentFlags.None, ComponentFlags.TouchesNoData, ComponentFlags.ClippedByEdge],
            fit.Components.Select(row => row.Component.Flags));
    }

    [Fact]
    public void NothingAboveTheBackgroundIsRefused()
    {
        var valley = new MemoryRaster(80, 60, (x, y) => -1 - 0.01 * x);

        var refusal = Assert.Throws<InputException>(
            () => Fit(valley, Single, [new Gaussian(1, 40, 30, 3, 0, 3)]));

        Assert.Contains("no height lies above the background", refusal.Message);
    }

    [Fact]
    public void PointsGiveTheSameResultForAnyNumberOfThreads()
    {
        WeightedPoint[] points = Clouds(5000);

        FitResult one = Fit(points, 3, 1), three = Fit(points, 3, 3);

        Assert.Equal(FitCase.BitsOf(one), FitCase.BitsOf(three));
        Assert.True(one.Settled);
        // Means, standard deviations and numbers of what the points were drawn from.
        Gaussian[] found = [.. one.Components.Select(row => row.Component.Shape).OrderBy(shape => shape.X)];
        Assert.Equal([-4.0, 0, 3], found.Select(shape => Math.Round(shape.X)));
        Assert.All(found, shape => Assert.Equal(0.5, shape.SigmaMajor, 0.05));
        Assert.All(found, shape => Assert.Equal(5000 / 3.0, shape.Volume, 0.03 * 5000));
    }

    [Fact]
    public void PointsTooFewForTheirComponentsAreRefused()
    {
        WeightedPoint[] two = [new(1, 1, 1), new(1, 1, 2), new(2, 5, 1)];

        Assert.Contains("only 2 points differ", Assert.Throws<InputException>(() => Fit(two, 3, 1)).Message);
        Assert.Contains(
            "no two points", Assert.Throws<InputException>(() => Fit([new(1, 1, 1), new(1, 1, 1)], 1, 1)).Message);
        Assert.Contains("no two points", Assert.Throws<InputException>(() => Fit([], 1, 1)).Message);
    }

    private static WeightedPoint[] Clouds(int count)
    {
        var random = new Random(6);
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return
        [
            .. Enumerable.Range(0, count).Select(k => new WeightedPoint(
                (k % 3 == 0 ? -4 : k % 3 == 1 ? 0 : 3) + 0.5 * Normal(), (k % 3 == 1 ? 2 : -1) + 0.5 * Normal(), 1)),
        ];
    }

    private static FitResult Fit(WeightedPoint[] points, int components, int threads)
    {
        using var directory = new TemporaryDirectory();
        var options = new FitOptions { Components = components, Threads = threads };
        var run = new PointFit(options, directory["out"], false) { Software = "test" };
        FitResult fit = run.Execute("points.csv", points, null, default).Fit;
        Assert.Equal(
            fit.Components.Select(row => row.Component).OrderBy(component => component.Id),
            ResultReader.Open(directory["out"]).ReadComponents().Select(row => row.Component)
                .OrderBy(component => component.Id));
        return fit;
    }

    private static FitResult Fit(
        MemoryRaster raster, FitOptions options, IReadOnlyList<Gaussian>? initial,
        FitMethod method = FitMethod.ExpectationMaximization) =>
        new ExpectationMaximizationFit(raster, options, method, null, null).Run(initial, default);
}
