using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Fits;

public class LocalHostTests
{
    private static readonly FitCase Spots = new(256, 192, 180, 0.15);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheNumberOfThreadsDoesNotShow(bool grows)
    {
        FitOptions options = FitCase.Tiled with { MaxSweeps = grows ? 6 : 5, Components = grows ? 120 : null };
        long[][] bits = [.. new[] { 1, 2, 4 }.Select(threads => FitCase.BitsOf(LocalHost.Fit(
            Spots.Raster(), options with { Threads = threads }, grows ? null : Spots.Initial)))];
        Assert.Equal(bits[0], bits[1]);
        Assert.Equal(bits[0], bits[2]);
        Assert.True(bits[0].Length > 200);
    }

    [Theory]
    [InlineData(1, false, long.MaxValue)]
    [InlineData(2, false, 0)]
    [InlineData(3, true, long.MaxValue)]
    [InlineData(4, true, 20 * ComponentStore.ComponentBytes)]
    public void TheOrderOfStepsRepeatedReportsAndMemoryDoNotShow(int seed, bool grows, long mostBytes)
    {
        FitOptions options = FitCase.Tiled with { MaxSweeps = 5, Components = grows ? 100 : null };
        FitResult expected = LocalHost.Fit(Spots.Raster(), options, grows ? null : Spots.Initial);
        FitJobState job = new ShuffledHost(Spots.Raster(), options, seed, mostBytes)
            .AssertGives(expected, grows ? null : Spots.Initial);
        Assert.Equal(expected.Sweeps.Select(sweep => sweep.Objective), job.Sweeps.Select(sweep => sweep.Objective));
    }

    [Fact]
    public void TilesReachTheObjectiveOfOneTileAndItNeverRises()
    {
        FitResult one = LocalHost.Fit(
            Spots.Raster(), FitCase.Tiled with { TileSize = 0, MaxSweeps = 30 }, Spots.Initial);
        FitResult many = LocalHost.Fit(Spots.Raster(), FitCase.Tiled, Spots.Initial);
        Assert.Single(one.Tiles);
        Assert.Equal(12, many.Tiles.Count);
        Assert.Equal(one.Objective, many.Objective, 1e-3 * one.Objective);

        // Noise of 0.01 over 49,152 pixels less 1,080 parameters: E = 4.81 ± 0.03.
        Assert.Equal(4.81, one.Objective, 0.15);
        foreach (FitResult result in new[] { one, many })
        {
            double before = double.PositiveInfinity;
            foreach (SweepRow sweep in result.Sweeps)
            {
                Assert.Equal("fit", sweep.Phase);
                Assert.True(sweep.Objective <= before * (1 + 1e-12));
                before = sweep.Objective;
            }
        }
    }

    [Fact]
    public void TheObjectiveAndItsSharesAreThoseOfTheComponentsReturned()
    {
        MemoryRaster raster = Spots.Raster((x, y) => (x + 2 * y) % 37 == 0 || x is > 100 and < 120 ? double.NaN : 0);
        FitResult result = LocalHost.Fit(raster, FitCase.Tiled with { MaxSweeps = 3 }, Spots.Initial);
        Assert.Equal(FitCase.Objective(raster, result), result.Objective, 1e-9 * result.Objective);
        Assert.Equal(result.Objective, result.Tiles.Sum(tile => tile.Sse), 1e-12 * result.Objective);
        Assert.Equal(result.Objective, result.Sweeps[^1].Objective, 1e-9 * result.Objective);
        Assert.Equal(result.Pixels, result.Tiles.Sum(tile => tile.Pixels));
        Assert.Equal(180, result.Components.Count);
        Assert.Equal(180, result.Tiles.Sum(tile => tile.Components));
        Assert.Equal(
            Enumerable.Range(0, 180).Select(id => (long)id), result.Components.Select(row => row.Component.Id).Order());
        var grid = new TileGrid(256, 192, 64, 8);
        Assert.All(result.Components, row => Assert.Equal(
            (row.TileX, row.TileY), grid.PositionOf(grid.OwnerOf(row.Component.Shape.X, row.Component.Shape.Y))));
    }

    [Fact]
    public void PlantedComponentsAreRecoveredAcrossTiles()
    {
        var clean = new FitCase(200, 200, 40, 0.05, 3, 0);
        FitResult result = LocalHost.Fit(
            clean.Raster(), FitCase.Tiled with { TileSize = 80, MaxSweeps = 40, Tolerance = 1e-9 }, clean.Initial);
        foreach (ComponentRow row in result.Components)
        {
            Gaussian truth = clean.Field.Truth[(int)row.Component.Id], found = row.Component.Shape;
            Assert.Equal(truth.X, found.X, 1e-3);
            Assert.Equal(truth.Y, found.Y, 1e-3);
            Assert.Equal(truth.Amplitude, found.Amplitude, 1e-3);
        }
    }

    [Fact]
    public void AFitThatLeavesNothingButRoundingSettles()
    {
        var spot = new Gaussian(5, 96, 96, 9, 1, 6);
        var raster = new MemoryRaster(256, 192, (x, y) => spot.ValueAt(x, y));
        FitResult result = LocalHost.Fit(raster, FitCase.Tiled with { MaxSweeps = 30 }, [new(5, 95, 97, 4.5, 0, 4.5)]);
        Assert.True(result.Settled);
        Assert.InRange(result.Objective, 0, 1e-19);
    }

    [Theory]
    [InlineData(BackgroundChoice.Constant, 0, 0)]
    [InlineData(BackgroundChoice.Plane, 0.01, -0.02)]
    public void ThePlantedBackgroundIsRecovered(BackgroundChoice choice, double slopeX, double slopeY)
    {
        MemoryRaster raster = Spots.Raster((x, y) => 7 + slopeX * (x - 127.5) + slopeY * (y - 95.5));
        FitResult result = LocalHost.Fit(
            raster, FitCase.Tiled with { Background = choice, MaxSweeps = 20 }, Spots.Initial);
        Assert.Equal(7, result.Background.Level, 5e-3);
        Assert.Equal(slopeX, result.Background.SlopeX, 5e-5);
        Assert.Equal(slopeY, result.Background.SlopeY, 5e-5);
        Assert.Equal((127.5, 95.5), (result.Background.OriginX, result.Background.OriginY));
        Assert.Equal(4.81, result.Objective, 0.15);
    }

    /// <summary>Gravity in mGal: the level is 10⁸ times the noise, and its rounding shows in the objective.</summary>
    [Theory]
    [InlineData(1e6)]
    [InlineData(1e9)]
    public void ALevelFarAboveTheRelief(double level)
    {
        FitOptions options = FitCase.Tiled with { Background = BackgroundChoice.Constant };
        FitResult fit = LocalHost.Fit(Spots.Raster((_, _) => level), options, Spots.Initial);
        Assert.Equal(level, fit.Background.Level, 0.01);
        Assert.InRange(fit.Rmse, 0.009, 0.011);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-41.5)]
    [InlineData(1e6)]
    public void AConstantRasterIsAFitOfNoComponents(double level)
    {
        FitResult result = LocalHost.Fit(new MemoryRaster(70, 50, (_, _) => level), new FitOptions { Threads = 1 });
        Assert.Empty(result.Components);
        Assert.True(result.Settled);
        Assert.Equal(level, result.Background.Level, 1e-9);
        Assert.Equal(0, result.Objective, 1e-9);
        Assert.Equal(3500, result.Pixels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(300, 1)]
    [InlineData(1, 300)]
    [InlineData(3, 2)]
    [InlineData(129, 65)]
    public void RastersOfAnyShapeAreFitted(int width, int height)
    {
        var spot = new Gaussian(5, 0.4 * width, 0.6 * height, 4, 0, 4);
        var raster = new MemoryRaster(
            width, height, (x, y) =>
                (x * 5 + y * 3) % 17 == 1 ? double.NaN : 2 + spot.ValueAt(x, y) + 0.01 * (x * 7919 % 13));
        FitOptions[] choices = [new() { Threads = 1 }, FitCase.Tiled, FitCase.Tiled with { Components = 3 }];
        foreach (FitOptions options in choices)
        {
            FitResult result = LocalHost.Fit(raster, options);
            Assert.True(result.Components.All(row => row.Component.Shape.IsValid));
            Assert.Equal(FitCase.Objective(raster, result), result.Objective, 1e-9 * (1 + result.Objective));
        }
    }

    [Fact]
    public void ARasterWithoutAValidPixelIsRefused()
    {
        var raster = new MemoryRaster(100, 100, (_, _) => double.NaN);
        Assert.Contains(
            "no valid pixel", Assert.Throws<InputException>(() => LocalHost.Fit(raster, FitCase.Tiled)).Message);
    }

    [Fact]
    public void ValuesTooLargeToSquareAreRefused()
    {
        var raster = new MemoryRaster(100, 100, (x, _) => x == 50 ? -1.797e308 : 1);
        Assert.Contains("--nodata", Assert.Throws<InputException>(() => LocalHost.Fit(raster, FitCase.Tiled)).Message);
    }

    [Fact]
    public void OptionsAreChecked()
    {
        Assert.Throws<InputException>(() => LocalHost.Fit(Spots.Raster(), FitCase.Tiled with { Threads = 0 }));
        Assert.Throws<InputException>(
            () => LocalHost.Fit(Spots.Raster(), FitCase.Tiled with { Tolerance = double.NaN }));
    }

    [Fact]
    public void AStartBroaderThanTheReachIsRefused()
    {
        // The window of the tile that holds (66, 80) begins 32 px before its core, at x = 32.
        Gaussian[] initial = [new(1, 50, 50, 3, 0, 3), new(1, 66, 80, 7, 0, 3)];
        InputException error = Assert.Throws<InputException>(
            () => LocalHost.Fit(Spots.Raster(), FitCase.Tiled, initial));
        Assert.Contains("row 2", error.Message);
        Assert.Contains("35 px", error.Message);
        Assert.Contains("--tile 86 or more, --levels 2, or --tile 0", error.Message);
        LocalHost.Fit(Spots.Raster(), FitCase.Tiled with { TileSize = 86, MaxSweeps = 1 }, initial);
        LocalHost.Fit(Spots.Raster(), FitCase.Tiled with { TileSize = 0, MaxSweeps = 1 }, initial);
    }

    /// <summary>A spot broader than its tile can hold stays at the limit in optimal amplitude; the fit settles.</summary>
    [Fact]
    public void AFitAtItsReachSettles()
    {
        var spot = new Gaussian(5, 96, 96, 15, 0, 15);
        var raster = new MemoryRaster(256, 192, (x, y) => spot.ValueAt(x, y));
        FitResult result = LocalHost.Fit(raster, FitCase.Tiled with { MaxSweeps = 30 }, [new(5, 95, 97, 4, 0, 4)]);
        Assert.True(result.Settled);
        Component found = result.Components[0].Component;
        Assert.Equal(ComponentFlags.AtBound, found.Flags);

        // The window is the core, 64 to 127, and 32 px around it.
        Assert.True(new ReachBox(32, 32, 159, 159).Holds(found.Shape));
        Assert.InRange(found.Shape.HalfWidth, 58, 64);
        foreach (double factor in new[] { 0.999, 1.001 })
        {
            Component changed = found with
            {
                Shape = found.Shape with { Amplitude = factor * found.Shape.Amplitude },
            };
            FitResult other = result with { Components = result.Components.With([changed]) };
            Assert.True(FitCase.Objective(raster, other) > result.Objective);
        }
    }

    [Fact]
    public void AStartOutsideTheRasterIsKeptWithACount()
    {
        var messages = new Messages();
        Gaussian[] initial = [new(1, -3, 40, 3, 0, 3), new(1, 50, 50, 3, 0, 3), new(1, 1e5, -1e5, 2, 0, 2)];
        FitResult result = LocalHost.Fit(
            Spots.Raster(), FitCase.Tiled with { MaxSweeps = 2 }, initial, observer: messages);
        Assert.Equal(3, result.Components.Count);
        Assert.Equal(initial[2], result.Components.Single(row => row.Component.Id == 2).Component.Shape);
        Assert.Contains(messages.Lines, line => line.Contains("2 of 3"));
    }

    [Fact]
    public void AStartAtZeroIsTold()
    {
        var messages = new Messages();
        Gaussian[] initial = [new(0, 30, 40, 3, 0, 3), new(1, 50, 50, 3, 0, 3)];
        LocalHost.Fit(Spots.Raster(), FitCase.Tiled with { MaxSweeps = 1 }, initial, observer: messages);
        Assert.Contains(messages.Lines, line => line.Contains("1 of 2 initial components have amplitude 0"));
    }

    [Fact]
    public void AFailureOfTheRasterComesThrough()
    {
        var raster = new MemoryRaster(
            256, 192, (x, y) => x == 200 && y == 100 ? throw new InputException("row 100 is damaged") : 1);
        InputException error = Assert.Throws<InputException>(() => LocalHost.Fit(raster, FitCase.Tiled));
        Assert.Equal("row 100 is damaged", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    public void CancellationStopsTheFit(int tile)
    {
        using var source = new CancellationTokenSource();
        var observer = new Messages
        {
            OnStep = progress =>
            {
                if (progress.Phase == "grow")
                {
                    source.Cancel();
                }
            },
        };
        Assert.ThrowsAny<OperationCanceledException>(() => LocalHost.Fit(
            Spots.Raster(), FitCase.Tiled with { TileSize = tile, Components = 300 }, observer: observer,
            cancellation: source.Token));
    }

    [Fact]
    public void AFitThatWasCancelledBeforeItBeganDoesNotRun() =>
        Assert.ThrowsAny<OperationCanceledException>(() => LocalHost.Fit(
            Spots.Raster(), FitCase.Tiled, cancellation: new CancellationToken(true)));

    /// <summary>Windows only: nothing of the raster's size is ever read at once.</summary>
    [Fact]
    public void NoMoreThanAWindowIsReadAtOnce()
    {
        MemoryRaster raster = Spots.Raster();
        LocalHost.Fit(raster, FitCase.Tiled with { Components = 60, MaxSweeps = 3 });
        Assert.InRange(raster.LargestArea, 1, 128 * 128);
    }

    private sealed class Messages : IFitObserver
    {
        public List<string> Lines { get; } = [];

        public Action<FitProgress>? OnStep { get; init; }

        public void OnProgress(FitProgress progress) => OnStep?.Invoke(progress);

        public void OnMessage(string message) => Lines.Add(message);
    }
}
