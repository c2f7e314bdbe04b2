using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Tiling;

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
}
