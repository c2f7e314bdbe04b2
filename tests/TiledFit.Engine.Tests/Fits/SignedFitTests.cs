using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class SignedFitTests
{
    private const int Width = 256, Height = 192;

    private static readonly ComponentRestrictions Signed = new() { Amplitude = AmplitudeKind.Signed };

    private static readonly FitOptions Options = FitCase.Tiled with { Restrictions = Signed };

    // Every other one of the field is a dip.
    private static readonly Gaussian[] Truth = [.. Mixed(new FitCase(Width, Height, 40, 0, 4).Field.Truth)];

    /// <summary>
    /// Found without a start, on a level and on none: the number, the signs, the places. That the components of
    /// −z are those of z with the other sign, to the bit, follows from the model where no background breaks that.
    /// </summary>
    [Theory]
    [InlineData(0, BackgroundChoice.None)]
    [InlineData(7, BackgroundChoice.Auto)]
    public void HillsAndDipsAreFound(double level, BackgroundChoice background)
    {
        FitOptions options = Options with { TileSize = 128, MaxSweeps = 30, Background = background };
        FitResult fit = LocalHost.Fit(Field(level), options);
        Assert.Equal(FitCase.Objective(Field(level), fit), fit.Objective, 1e-9 * fit.Objective);
        Assert.Equal(level, fit.Background.Level, 0.01);
        Assert.InRange(fit.Components.Count, 38, 50);
        Gaussian[] found = [.. fit.Components.Select(row => row.Component.Shape)];
        int recovered = Truth.Count(t => found.Any(g => Math.Abs(g.X - t.X) < 0.1 && Math.Abs(g.Y - t.Y) < 0.1
            && Math.Abs(g.Amplitude - t.Amplitude) < 0.05));
        Assert.InRange(recovered, 36, 40);

        if (background == BackgroundChoice.None)
        {
            FitResult mirrored = LocalHost.Fit(Field(level, -1), options);
            Assert.Equal(found.Select(g => g with { Amplitude = -g.Amplitude }),
                mirrored.Components.Select(row => row.Component.Shape));
        }
    }

    /// <summary>Relief in which nothing is noise: hills alone need more of them for what both signs explain.</summary>
    [Fact]
    public void BothSignsExplainMoreOfRelief()
    {
        var relief = new MemoryRaster(128, 128, (x, y) =>
            50 * Math.Sin(0.11 * x + 0.03 * y) + 30 * Math.Cos(0.17 * y - 0.05 * x) + 20 * Math.Sin(0.002 * x * y));
        var options = new FitOptions { TileSize = 0, Threads = 1, Components = 60, MaxSweeps = 25 };
        FitResult hills = LocalHost.Fit(relief, options);
        FitResult both = LocalHost.Fit(relief, options with { Restrictions = Signed });
        Assert.InRange(both.Objective / hills.Objective, 0, 0.8);
        Assert.InRange(both.Components.Count(row => row.Component.Shape.Amplitude < 0), 15, 45);
        Assert.DoesNotContain(hills.Components, row => row.Component.Shape.Amplitude < 0);
    }

    /// <summary>From given components, in tiles, by either step: neither hosts nor threads change a bit.</summary>
    [Theory]
    [InlineData(StepKind.Manifold)]
    [InlineData(StepKind.Bounded)]
    public void TilesKeepTheBits(StepKind step)
    {
        FitOptions options = Options with { Restrictions = Signed with { Step = step }, Threads = 1, MaxSweeps = 8 };
        MemoryRaster raster = Field(0);
        Gaussian[] initial = [.. Mixed(new FitCase(Width, Height, 40, 0.15, 4).Initial)];
        FitResult fit = LocalHost.Fit(raster, options, initial);
        Assert.Equal(FitCase.Objective(raster, fit), fit.Objective, 1e-9 * fit.Objective);
        Assert.Equal(
            initial.Select(g => Math.Sign(g.Amplitude)),
            fit.Components.OrderBy(row => row.Component.Id).Select(row => Math.Sign(row.Component.Shape.Amplitude)));
        Assert.Equal(FitCase.BitsOf(fit), FitCase.BitsOf(LocalHost.Fit(raster, options with { Threads = 3 }, initial)));
        new ShuffledHost(raster, options, 5).AssertGives(fit, initial);
    }

    /// <summary>The error of an amplitude, and |a| over the noise, are those of the hill with the same shape.</summary>
    [Fact]
    public void ErrorsDoNotKnowTheSign()
    {
        FitOptions options = Options with { MaxSweeps = 4 };
        Gaussian[] initial = [.. Mixed(new FitCase(Width, Height, 40, 0.15, 4).Initial)];
        Gaussian[] turned = [.. initial.Select(g => g with { Amplitude = -g.Amplitude })];
        ComponentRow[] rows = Errors(1, initial), mirrored = Errors(-1, turned);
        Assert.Equal(rows.Select(row => row.Errors), mirrored.Select(row => row.Errors));
        Assert.Equal(rows.Select(row => row.SignalToNoise), mirrored.Select(row => row.SignalToNoise));
        Assert.Contains(rows, row => row.Component.Shape.Amplitude < 0);
        Assert.All(rows, row => Assert.True(row.SignalToNoise > 0));

        ComponentRow[] Errors(int sign, Gaussian[] start)
        {
            MemoryRaster raster = Field(0, sign);
            return [.. ErrorEstimator.Estimate(raster, options, LocalHost.Fit(raster, options, start))];
        }
    }

    [Fact]
    public void ANegativeStartNeedsToBeAskedFor()
    {
        var grid = new TileGrid(Width, Height, 64, 8);
        Gaussian[] initial = [new(1, 40, 40, 2, 0, 2), new(-2.5, 80, 80, 2, 0, 2)];
        InputException refusal = Assert.Throws<InputException>(
            () => InitialComponents.Distribute(initial, grid, FitCase.Tiled, null));
        Assert.Equal(
            "initial component in row 2 has the amplitude -2.5, which is negative; take --amplitude signed for "
            + "components of either sign", refusal.Message);
        Assert.Equal(
            initial,
            InitialComponents.Distribute(initial, grid, Options, null)
                .SelectMany(tile => tile.Components).OrderBy(component => component.Id).Select(c => c.Shape));
    }

    [Fact]
    public void WhatSignsDoNotGoWithIsRefused()
    {
        Refuse("--amplitude signed does not go with --loss poisson: the expectation of counts is not negative", () =>
            LocalHost.Fit(Field(0), Options with { Loss = LossModel.Parse("poisson", "") }, Truth));
        using var directory = new TemporaryDirectory();
        Refuse("--amplitude signed goes with rasters and --method lm, not with expectation maximisation, where a", () =>
            new FitRun(Options, directory["out"], false)
            {
                Software = "test",
                Method = FitMethod.ExpectationMaximization,
            }.Execute(Field(0), Truth));

        static void Refuse(string expected, Action fit) =>
            Assert.StartsWith(expected, Assert.Throws<InputException>(fit).Message);
    }

    private static IEnumerable<Gaussian> Mixed(IEnumerable<Gaussian> components) =>
        components.Select((g, k) => k % 2 == 1 ? g with { Amplitude = -g.Amplitude } : g);

    private static MemoryRaster Field(double level, int sign = 1)
    {
        var random = new Random(4);
        double[] noise = [.. Enumerable.Range(0, Width * Height).Select(_ => 0.02 * (random.NextDouble() - 0.5))];
        return new MemoryRaster(
            Width, Height, (x, y) => level + sign * (Truth.Sum(g => g.ValueAt(x, y)) + noise[y * Width + x]));
    }
}
