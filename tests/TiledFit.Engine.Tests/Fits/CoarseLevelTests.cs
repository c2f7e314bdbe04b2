using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class CoarseLevelTests
{
    private static readonly FitCase Spots = new(320, 256, 150, 0.1);

    // Reaches 200 px from its centre; tiles of 64 px with a ring of 8 take 24.
    private static readonly Gaussian Bump = Gaussian.FromCovariance(0.6, 150, 120, 1600, 300, 1200);

    private static readonly Gaussian BumpStart = Bump with { Amplitude = 0.5, X = 158, L11 = 44 };

    private static readonly FitOptions TwoLevels = FitCase.Tiled with { Levels = 2, MaxSweeps = 40 };

    private static MemoryRaster Raster => Spots.Raster((x, y) => Bump.ValueAt(x, y));

    [Fact]
    public void ABumpIsRecoveredToTheNoise()
    {
        FitResult one = LocalHost.Fit(
            Raster, FitCase.Tiled with { TileSize = 0, MaxSweeps = 40 }, [.. Spots.Initial, BumpStart]);
        FitResult two = LocalHost.Fit(Raster, TwoLevels, [.. Spots.Initial, BumpStart]);
        Assert.Equal(one.Objective, two.Objective, 1e-4 * one.Objective);
        Assert.Equal(FitCase.Objective(Raster, two), two.Objective, 1e-8 * two.Objective);
        Assert.Equal(151, two.Components.Count);
        double before = double.PositiveInfinity;
        foreach (SweepRow sweep in two.Sweeps)
        {
            Assert.Equal(151, sweep.Components);
            Assert.True(sweep.Objective <= before * (1 + 1e-12));
            before = sweep.Objective;
        }

        IReadOnlyList<ComponentRow> rows = ErrorEstimator.Estimate(Raster, TwoLevels, two);
        ComponentRow coarse = Assert.Single(rows, row => row.Level == 1);
        Assert.Equal((150, (2, 1)), (coarse.Component.Id, (coarse.TileX, coarse.TileY)));

        // Those of one tile know of the spots beneath, which cost the bump little.
        ComponentRow fine = ErrorEstimator.Estimate(
            Raster, FitCase.Tiled with { TileSize = 0 }, one).Single(row => row.Component.Id == 150);
        Check(one => one.Amplitude, shape => shape.Amplitude);
        Check(one => one.X, shape => shape.X);
        Check(one => one.L11, shape => shape.L11);
        Check(one => one.CovarianceYY, shape => shape.CovarianceYY);
        Assert.InRange(coarse.SignalToNoise!.Value / fine.SignalToNoise!.Value, 0.98, 1.02);

        void Check(Func<Core.Uncertainty.ComponentErrors, double> errorOf, Func<Gaussian, double> valueOf)
        {
            double error = errorOf(coarse.Errors!.Value);
            Assert.InRange(error / errorOf(fine.Errors!.Value), 0.7, 1.05);
            Assert.InRange((valueOf(coarse.Component.Shape) - valueOf(Bump)) / error, -5, 5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThreadsAndTheOrderOfStepsDoNotShow(bool grows)
    {
        FitOptions options = TwoLevels with { MaxSweeps = 6, Components = grows ? 160 : null };
        IReadOnlyList<Gaussian>? initial = grows ? null : [.. Spots.Initial, BumpStart];
        FitResult expected = LocalHost.Fit(Raster, options, initial);
        Assert.Contains(expected.Components, row => row.Level == 1);
        Assert.Equal(
            FitCase.BitsOf(expected), FitCase.BitsOf(LocalHost.Fit(Raster, options with { Threads = 1 }, initial)));
        new ShuffledHost(Raster, options, 5).AssertGives(expected, initial);
    }

    [Fact]
    public void WhatIsBroadIsFoundWithoutAStart()
    {
        FitOptions options = TwoLevels with
        {
            Background = BackgroundChoice.Auto,
            TileSize = 128,
            Ring = 16,
            MaxSweeps = 30,
        };
        FitResult two = LocalHost.Fit(Raster, options);
        FitResult one = LocalHost.Fit(Raster, options with { Levels = 1 });
        Assert.Contains(
            two.Components,
            row => row.Level == 1 && Math.Abs(row.Component.Shape.Amplitude - Bump.Amplitude) < 0.05
                && Math.Abs(row.Component.Shape.X - Bump.X) < 3);
        Assert.InRange(two.Components.Count, 140, 165);
        Assert.True(two.Components.Count < one.Components.Count);
        Assert.True(two.Rmse < 0.011, $"{two.Rmse}");
    }

    [Fact]
    public void AMeshAndACeilingGoWithIt()
    {
        FitResult mesh = LocalHost.Fit(Raster, TwoLevels with
        {
            Background = new BackgroundModel(BackgroundChoice.Mesh, 64),
            TileSize = 128,
            Ring = 16,
            MaxSweeps = 20,
        });
        // The mesh takes a part of the bump, and crowds for noise.
        Assert.InRange(mesh.Rmse, 0.009, 0.06);
        Assert.Equal(FitCase.Objective(Raster, mesh), mesh.Objective, 1e-8 * mesh.Objective);
        FitResult few = LocalHost.Fit(Raster, TwoLevels with { Components = 3, MaxSweeps = 8 });
        Assert.Equal(3, few.Components.Count);
    }

    [Fact]
    public void ComponentsMoveToTheLevelThatHasRoomForThem()
    {
        Gaussian small = new(0.9, 100, 200, 3, 0.5, 2.5);
        MemoryRaster raster = Spots.Raster((x, y) => Bump.ValueAt(x, y) + small.ValueAt(x, y));
        Gaussian[] initial =
            [.. Spots.Initial, small with { L11 = 13, L22 = 11 }, Bump with { L11 = 9, L21 = 0, L22 = 7 }];
        FitResult fit = LocalHost.Fit(raster, TwoLevels with { MaxSweeps = 60 }, initial);
        Assert.Equal(0, fit.Components.Single(row => row.Component.Id == 150).Level);
        // Which of those under the bump takes it is not known.
        Assert.Contains(fit.Components, row => row.Level == 1 && row.Component.Shape.SigmaMajor is > 35 and < 50);
        Assert.True(fit.Rmse < 0.011, $"{fit.Rmse}");
        Assert.Equal(152, fit.Components.Count);
        Assert.Equal(152, fit.Sweeps[^1].Components);
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        Assert.Equal(
            "--levels 3 must be 1 (tiles alone) or 2 (and a coarse level)",
            Assert.Throws<InputException>(() => (TwoLevels with { Levels = 3 }).Validate()).Message);
        Assert.Equal(
            "--levels 2 goes with --loss squares",
            Assert.Throws<InputException>(
                () => (TwoLevels with { Loss = LossModel.Parse("huber", "--loss") }).Validate()).Message);
        Assert.StartsWith(
            "--tile 63 with --ring 8 does not go with --levels 2",
            Assert.Throws<InputException>(() => (TwoLevels with { TileSize = 63 }).Validate()).Message);
        var fault = Assert.Throws<InputException>(
            () => LocalHost.Fit(Raster, FitCase.Tiled, [.. Spots.Initial, BumpStart]));
        Assert.Contains("--levels 2", fault.Message);

        // Broad one way, and too narrow for blocks of 2 px the other.
        Assert.Throws<InputException>(
            () => LocalHost.Fit(Raster, TwoLevels, [.. Spots.Initial, BumpStart with { L21 = 0, L22 = 1 }]));
    }
}
