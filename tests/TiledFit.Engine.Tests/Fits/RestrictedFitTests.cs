using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Fits;

public class RestrictedFitTests
{
    private static readonly FitCase Spots = new(256, 192, 180, 0.15);

    private static readonly ComponentRestrictions Limits = new() { SigmaMin = 2.2, SigmaMax = 3.2 };

    public static TheoryData<ComponentRestrictions> Kinds =>
    [
        new() { Shape = new ShapeRule(ShapeKind.Round) },
        new() { Shape = new ShapeRule(ShapeKind.Fixed) },
        new() { Shape = new ShapeRule(ShapeKind.Common, 3, 2.5, 0.4) },
        new() { FixesPositions = true },
        Limits,
        new() { Step = StepKind.Bounded },
        new() { Step = StepKind.Bounded, Shape = new ShapeRule(ShapeKind.Round), SigmaMax = 3 },
    ];

    /// <summary>
    /// In tiles E never rises, the recount agrees with the bookkeeping, or the fit would fail, every component obeys,
    /// and neither threads nor the host change a bit.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void TilesObey(ComponentRestrictions restrictions)
    {
        FitOptions options = FitCase.Tiled with { Restrictions = restrictions, Threads = 1, MaxSweeps = 8 };
        Gaussian[] initial = [.. Spots.Initial.Select(g => restrictions.Conform(g))];
        MemoryRaster raster = Spots.Raster();
        FitResult fit = LocalHost.Fit(raster, options, initial);
        Assert.Equal(FitCase.Objective(raster, fit), fit.Objective, 1e-9 * fit.Objective);
        double before = double.PositiveInfinity;
        foreach (SweepRow sweep in fit.Sweeps)
        {
            Assert.InRange(sweep.Objective, 0, before * (1 + 1e-12));
            before = sweep.Objective;
        }

        Assert.Equal(180, fit.Components.Count);
        foreach (Component component in fit.Components.Select(row => row.Component))
        {
            AssertObeys(restrictions, initial[(int)component.Id], component.Shape);
        }

        FitResult three = LocalHost.Fit(raster, options with { Threads = 3 }, initial);
        Assert.Equal(FitCase.BitsOf(fit), FitCase.BitsOf(three));
        new ShuffledHost(raster, options, 5).AssertGives(fit, initial);
    }

    /// <summary>
    /// The gradient that a fit settles by is the projected one: with many a σ at its limit it settles, and in one tile
    /// comes to the same E.
    /// </summary>
    [Fact]
    public void LimitsThatAreMetDoNotKeepAFitFromSettling()
    {
        FitOptions options = FitCase.Tiled with { Restrictions = Limits, MaxSweeps = 60 };
        Gaussian[] initial = [.. Spots.Field.Truth.Select(g => Limits.Conform(g))];
        FitResult tiles = LocalHost.Fit(Spots.Raster(), options, initial);
        FitResult one = LocalHost.Fit(Spots.Raster(), options with { TileSize = 0 }, initial);
        Assert.True(tiles.Settled);
        Assert.True(one.Settled);
        Assert.Equal(one.Objective, tiles.Objective, 1e-4 * one.Objective);
        int met = tiles.Components.Count(row => row.Component.Flags.HasFlag(ComponentFlags.AtParameterBound));
        Assert.InRange(met, 60, 180);
    }

    /// <summary>The two kinds of step from the same start, in a field where no bound is met.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void BoundedStepsReachTheOptimumOfFreeOnes(ulong seed)
    {
        var sparse = new FitCase(320, 320, 60, 0.15, seed, noise: 0.02);
        FitOptions options = FitCase.Tiled with { TileSize = 0, MaxSweeps = 60, Tolerance = 1e-13 };
        FitResult free = LocalHost.Fit(sparse.Raster(), options, sparse.Initial);
        FitResult bounded = LocalHost.Fit(
            sparse.Raster(), options with { Restrictions = new() { Step = StepKind.Bounded } }, sparse.Initial);
        Assert.DoesNotContain(
            bounded.Components, row => row.Component.Flags.HasFlag(ComponentFlags.AtParameterBound));
        Assert.InRange(bounded.Objective / free.Objective, 1 - 1e-8, 1 + 1e-8);
    }

    /// <summary>What growth finds obeys; fewer parameters make for a lower penalty.</summary>
    [Theory]
    [InlineData(ShapeKind.Round, null, null)]
    [InlineData(ShapeKind.Common, null, null)]
    [InlineData(ShapeKind.Free, 2.0, 3.0)]
    public void GrowthObeys(ShapeKind kind, double? min, double? max)
    {
        var restrictions = new ComponentRestrictions
        {
            Shape = kind == ShapeKind.Common ? new ShapeRule(kind, 3, 2.5, 0.4) : new ShapeRule(kind),
            SigmaMin = min,
            SigmaMax = max,
        };
        Gaussian[] truth = [.. new FitCase(256, 192, 40, 0, 4).Field.Truth.Select(g => restrictions.Conform(g))];
        var random = new Random(4);
        double[] noise = [.. Enumerable.Range(0, 256 * 192).Select(_ => 0.02 * (random.NextDouble() - 0.5))];
        var raster = new MemoryRaster(256, 192, (x, y) => truth.Sum(g => g.ValueAt(x, y)) + noise[y * 256 + x]);
        FitResult fit = LocalHost.Fit(
            raster, FitCase.Tiled with { TileSize = 128, MaxSweeps = 30, Restrictions = restrictions });
        Assert.InRange(fit.Components.Count, 38, 60);
        Assert.All(fit.Components, row => AssertObeys(restrictions, row.Component.Shape, row.Component.Shape));
        int recovered = truth.Count(t => fit.Components.Any(row =>
            Math.Abs(row.Component.Shape.X - t.X) < 0.1 && Math.Abs(row.Component.Shape.Y - t.Y) < 0.1
            && Math.Abs(row.Component.Shape.Amplitude - t.Amplitude) < 0.05));
        Assert.InRange(recovered, 34, 40);
    }

    [Fact]
    public void ErrorsAreThoseOfWhatIsFitted()
    {
        FitOptions options = FitCase.Tiled with { Restrictions = new() { FixesPositions = true } };
        Gaussian[] initial =
            [.. Spots.Initial.Zip(Spots.Field.Truth, (g, truth) => g with { X = truth.X, Y = truth.Y })];
        FitResult fit = LocalHost.Fit(Spots.Raster(), options, initial);
        ComponentRow[] rows = [.. ErrorEstimator.Estimate(Spots.Raster(), options, fit)];
        Assert.All(rows, row => Assert.True(double.IsNaN(row.Errors!.Value.X) && double.IsNaN(row.Errors!.Value.Y)));
        double[] pulls =
        [
            .. rows.Where(row => row.SignalToNoise > 40).Select(row =>
                (row.Component.Shape.Amplitude - Spots.Field.Truth[(int)row.Component.Id].Amplitude)
                / row.Errors!.Value.Amplitude),
        ];
        Assert.InRange(pulls.Sum(pull => pull * pull) / pulls.Length, 0.7, 1.4);
        Assert.InRange(fit.Objective / (1e-4 * (fit.Pixels - 4 * 180)), 0.97, 1.03);
    }

    [Fact]
    public void AnInitialShapeIsReplacedButNoSigmaIsMoved()
    {
        Gaussian[] initial = [new(1, 40, 40, 2, 1, 4.5), new(1, 80, 80, 6, 0, 3)];
        TileGrid grid = new(256, 192, 64, 8);
        Assert.Equal(new Gaussian(1, 40, 40, 3, 0, 3), Distribute(new() { Shape = new ShapeRule(ShapeKind.Round) }));
        Assert.Equal(
            new Gaussian(1, 40, 40, 2, 0, 2.5), Distribute(new() { Shape = new ShapeRule(ShapeKind.Common, 2, 2.5) }));
        Assert.StartsWith(
            "initial component in row 2 of --init has standard deviations of 6 and 3 px along its axes, beyond "
            + "--sigma-max 5; widen",
            Assert.Throws<InputException>(() => Distribute(new() { SigmaMax = 5 })).Message);

        Gaussian Distribute(ComponentRestrictions restrictions) => InitialComponents
            .Distribute(initial, grid, FitCase.Tiled with { Restrictions = restrictions }, null)
            .SelectMany(tile => tile.Components).Single(component => component.Id == 0).Shape;
    }

    [Fact]
    public void WhatRestrictionsDoNotGoWithIsRefused()
    {
        FitOptions shapes = FitCase.Tiled with { Restrictions = new() { Shape = new ShapeRule(ShapeKind.Fixed) } };
        FitOptions places = FitCase.Tiled with { Restrictions = new() { FixesPositions = true } };
        Refuse("--shape fixed needs --init", () => LocalHost.Fit(Spots.Raster(), shapes));
        Refuse("--positions fixed needs --init", () => LocalHost.Fit(
            Spots.Raster(), places with { Components = 200 }, Spots.Initial));
        Refuse("--positions fixed needs --init", () => LocalHost.Fit(
            Spots.Raster(), places with { Rmse = 1 }, Spots.Initial));
        Refuse("--sigma-max 0 must be from", () => LocalHost.Fit(
            Spots.Raster(), FitCase.Tiled with { Restrictions = new() { SigmaMax = 0 } }, Spots.Initial));
        using var directory = new TemporaryDirectory();
        Refuse("--positions goes with rasters and --method lm, not with expectation maximisation", () =>
            new FitRun(places, directory["out"], false)
            {
                Software = "test",
                Method = FitMethod.ExpectationMaximization,
            }.Execute(Spots.Raster(), Spots.Initial));

        static void Refuse(string expected, Action fit) =>
            Assert.StartsWith(expected, Assert.Throws<InputException>(fit).Message);
    }

    [Fact]
    public void WhatIsToBeFoundMustFitIntoATile()
    {
        FitOptions options = FitCase.Tiled with { Restrictions = new ComponentRestrictions { SigmaMin = 30 } };
        InputException error = Assert.Throws<InputException>(() => LocalHost.Fit(Spots.Raster(), options));
        Assert.Contains("more than the 24 px of a tile; take larger tiles, or --tile 0", error.Message);
    }

    /// <summary>As a cluster sends it.</summary>
    [Fact]
    public void AnOrderKeepsItsRestrictions()
    {
        var restrictions = new ComponentRestrictions
        {
            Shape = new ShapeRule(ShapeKind.Common, 3, 2.5, 0.1),
            FixesPositions = true,
            Step = StepKind.Bounded,
            Amplitude = AmplitudeKind.Signed,
        };
        TileOrder order = new StepTile(
            3, 4, Background.None, MinimizerState.Initial, new TileStepOptions { Restrictions = restrictions });
        Assert.Equal(order, JobStateFormat.Read<TileOrder>(JobStateFormat.Write(order)));
        order = new CountTile(3, 4, Background.None) { Restrictions = Limits };
        Assert.Equal(order, JobStateFormat.Read<TileOrder>(JobStateFormat.Write(order)));
    }

    private static void AssertObeys(ComponentRestrictions restrictions, Gaussian given, Gaussian found)
    {
        Assert.True(restrictions.Holds(found));
        if (restrictions.FixesPositions)
        {
            Assert.Equal((given.X, given.Y), (found.X, found.Y));
        }

        switch (restrictions.Shape.Kind)
        {
            case ShapeKind.Round:
                Assert.Equal((0, found.L11), (found.L21, found.L22));
                break;
            case ShapeKind.Fixed:
                Assert.Equal((given.L11, given.L21, given.L22), (found.L11, found.L21, found.L22));
                break;
            case ShapeKind.Common:
                Gaussian common = restrictions.Conform(found);
                Assert.Equal((common.L11, common.L21, common.L22), (found.L11, found.L21, found.L22));
                break;
        }
    }
}
