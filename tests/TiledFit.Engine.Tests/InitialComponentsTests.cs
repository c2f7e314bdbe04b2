using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests;

public class InitialComponentsTests
{
    // Cores of 128 px with windows of 64 px around them: that of the tile at (128, 128) spans 64 to 319. The reach is
    // 48 px.
    private static readonly FitOptions Options = new() { TileSize = 128, Ring = 16 };
    private static readonly TileGrid Grid = new(512, 512, Options.TileSize, Options.Ring);

    [Theory]
    [InlineData(192, 192, 25)]
    [InlineData(129, 254, 9)]
    [InlineData(10, 10, 14)]
    public void WhatLiesInItsTilesWindowIsTaken(double x, double y, double sigma) =>
        InitialComponents.Check([new Gaussian(1, x, y, sigma, 0, sigma)], Grid, Options, null);

    [Theory]
    [InlineData(192, 192, 26)]
    [InlineData(129, 192, 14)]
    [InlineData(192, 130, 14)]
    public void WhatReachesOutOfItIsNamed(double x, double y, double sigma)
    {
        Gaussian[] initial = [new Gaussian(1, 192, 192, 3, 0, 3), new Gaussian(1, x, y, sigma, 0, sigma)];
        var fault = Assert.Throws<InputException>(() => InitialComponents.Check(initial, Grid, Options, null));
        Assert.Contains($"row 2 reaches {5 * sigma} px", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"--tile {2 * (5 * sigma + 16)} or more", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-300, 1)]
    [InlineData(1, 1e-4)]
    [InlineData(1e300, 1)]
    public void WidthsThatNoRasterShowsAreRefused(double l11, double l22)
    {
        var single = new TileGrid(512, 512, 0, Options.Ring);
        var fault = Assert.Throws<InputException>(() => InitialComponents.Check(
            [new Gaussian(1, 9, 9, l11, 0, l22)], single, Options, null));
        Assert.StartsWith("initial component in row 1 has a width that no raster shows", fault.Message);
    }

    /// <summary>Four tiles a row; centres outside belong to the nearest.</summary>
    [Fact]
    public void ComponentsComeToTheTilesOfTheirCentresUnderTheirRows()
    {
        Gaussian[] initial = [At(400, 10), At(130, 130), At(5, 5), At(140, 200), At(-9, 700), At(127.4, 127.5)];
        IReadOnlyList<TileSnapshot> tiles = InitialComponents.Distribute(initial, Grid, Options, null);
        Assert.Equal(Enumerable.Range(0, 16), tiles.Select(tile => tile.Tile));
        Assert.All(tiles, tile => Assert.Equal(0, tile.Sweep));
        Assert.All(tiles, tile => Assert.Empty(tile.Departures));
        var expected = new Dictionary<int, long[]> { [0] = [2], [3] = [0], [4] = [5], [5] = [1, 3], [12] = [4] };
        foreach (TileSnapshot tile in tiles)
        {
            Assert.Equal(
                expected.GetValueOrDefault(tile.Tile, []).Select(row => new Component(row, initial[row])),
                tile.Components);
        }

        static Gaussian At(double x, double y) => new(1, x, y, 2, 0, 2);
    }
}
