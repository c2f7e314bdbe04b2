using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

public class ErrorEstimatorTests
{
    private static readonly FitCase Case = new(160, 150, 60, 0.05);
    private static readonly FitResult Fit = LocalHost.Fit(Case.Raster(), FitCase.Tiled, Case.Initial);

    [Fact]
    public void TheBitsDoNotDependOnTheThreads()
    {
        IReadOnlyList<ComponentRow> one = Estimate(FitCase.Tiled with { Threads = 1 }, Fit);
        IReadOnlyList<ComponentRow> four = Estimate(FitCase.Tiled with { Threads = 4 }, Fit);
        Assert.Equal(one, four);
        Assert.Equal(Fit.Components.Select(row => row.Component.Shape), one.Select(row => row.Component.Shape));
    }

    [Fact]
    public void TilesGiveWhatOneTileGives()
    {
        // Components whose ring a tile's window cuts have neighbours of theirs left out.
        IReadOnlyList<ComponentRow> single = Estimate(FitCase.Tiled with { TileSize = 0 }, Fit with
        {
            Components = new FittedComponents(1, [[.. Fit.Components.Select(row => row.Component)]]),
            Tiles = [Fit.Tiles[0]],
        });
        Dictionary<long, ComponentErrors> expected =
            single.ToDictionary(row => row.Component.Id, row => row.Errors!.Value);
        double[] ratios =
        [
            .. Estimate(FitCase.Tiled, Fit)
                .Select(row => row.Errors!.Value.Amplitude / expected[row.Component.Id].Amplitude).Order(),
        ];
        Assert.Equal(1, ratios[ratios.Length / 2], 1e-6);
        Assert.InRange(ratios[0], 0.8, 1);
        Assert.InRange(ratios[^1], 1 - 1e-6, 1.01);
    }

    [Fact]
    public void TheNoiseIsThatOfTheResidual()
    {
        ComponentRow row = Estimate(FitCase.Tiled, Fit)[0];
        double noise = Math.Sqrt(Fit.Objective / (Fit.Pixels - 6 * Fit.Components.Count));
        Assert.Equal(row.Component.Shape.Amplitude / noise, row.SignalToNoise!.Value, 1e-9 / noise);
        Assert.Equal(0.01, noise, 0.0003);
        TileRow tile = Fit.Tiles.Single(tile => (tile.TileX, tile.TileY) == (row.TileX, row.TileY));
        Assert.Equal(Math.Sqrt(tile.Sse / tile.Pixels), row.LocalRms);
    }

    [Fact]
    public void WhereNoneAreAskedForThereAreNone()
    {
        IReadOnlyList<ComponentRow> none = Estimate(FitCase.Tiled with { Errors = ErrorModel.None }, Fit);
        Assert.Equal(Fit.Components, none);
        Assert.All(none, row => Assert.Null(row.Errors));
    }

    [Fact]
    public void OfAFitThatWasCutShortTheTilesAtWorkAreFlagged()
    {
        FitOptions options = FitCase.Tiled with { MaxSweeps = 1 };
        FitResult cut = LocalHost.Fit(Case.Raster(), options, Case.Initial);
        Assert.Contains(
            Estimate(options, cut), row => row.Component.Flags.HasFlag(ComponentFlags.NotConverged));
        Assert.DoesNotContain(
            Estimate(FitCase.Tiled, Fit), row => row.Component.Flags.HasFlag(ComponentFlags.NotConverged));
    }

    [Fact]
    public void BlendsNameEachOthersNeighbour()
    {
        IReadOnlyList<ComponentRow> rows = Estimate(FitCase.Tiled, Fit);
        Assert.Contains(rows, row => row.Component.Flags.HasFlag(ComponentFlags.Blended));
        Assert.All(rows, row => Assert.Equal(
            row.Component.Flags.HasFlag(ComponentFlags.Blended), row.Neighbour >= 0));
    }

    private static IReadOnlyList<ComponentRow> Estimate(FitOptions options, FitResult fit) =>
        ErrorEstimator.Estimate(Case.Raster(), options, fit);
}
