using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Tests;

public class TileGridTests
{
    [Theory]
    [InlineData(1000, 700, 128, 12)]
    [InlineData(513, 512, 512, 32)]
    [InlineData(640, 90, 77, 9)]
    public void CoresCoverEveryPixelOnce(int width, int height, int tile, int ring)
    {
        var grid = new TileGrid(width, height, tile, ring);
        var seen = new byte[width * height];
        for (int t = 0; t < grid.Count; t++)
        {
            PixelRectangle core = grid.CoreOf(t);
            for (int y = core.Y; y < core.Bottom; y++)
            {
                for (int x = core.X; x < core.Right; x++)
                {
                    seen[y * width + x]++;
                    Assert.Equal(t, grid.OwnerOf(x, y));
                }
            }
        }

        Assert.All(seen, count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(1000, 700, 128, 12)]
    [InlineData(640, 390, 77, 9)]
    public void WindowsOfOneColourShareNoPixel(int width, int height, int tile, int ring)
    {
        var grid = new TileGrid(width, height, tile, ring);
        for (int a = 0; a < grid.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                if (grid.ColourOf(a) == grid.ColourOf(b))
                {
                    Assert.True(grid.WindowOf(a).Intersect(grid.WindowOf(b)).IsEmpty);
                }
            }
        }
    }

    [Fact]
    public void TilesThatAreNotNeighboursShareNoPixel()
    {
        var grid = new TileGrid(700, 700, 100, 10);
        for (int a = 0; a < grid.Count; a++)
        {
            for (int b = 0; b < grid.Count; b++)
            {
                if (a != b && !grid.NeighboursOf(a).Contains(b))
                {
                    Assert.True(grid.WindowOf(a).Intersect(grid.WindowOf(b)).IsEmpty);
                }
            }
        }
    }

    /// <summary>
    /// A support that a tile's window holds is held by the neighbour's when the centre has moved there.
    /// </summary>
    [Fact]
    public void LimitsHoldAfterAHandOver()
    {
        var grid = new TileGrid(1000, 1000, 100, 10);
        var random = new Random(1);
        int crossed = 0;
        for (int k = 0; k < 100_000; k++)
        {
            var g = new Gaussian(1, 400 + 300 * random.NextDouble(), 400 + 300 * random.NextDouble(),
                0.5 + 14 * random.NextDouble(), 0, 0.5 + 14 * random.NextDouble());
            int owner = grid.OwnerOf(g.X, g.Y);
            foreach (int from in grid.NeighboursOf(owner))
            {
                if (grid.LimitsOf(from).Holds(g))
                {
                    crossed++;
                    Assert.True(grid.LimitsOf(owner).Holds(g));
                }
            }
        }

        Assert.True(crossed > 1000);
    }

    [Fact]
    public void PositionsOutsideBelongToTheNearestTile()
    {
        var grid = new TileGrid(300, 200, 100, 10);
        Assert.Equal(0, grid.OwnerOf(-50, -1e9));
        Assert.Equal(5, grid.OwnerOf(1e9, 250));
        Assert.Equal(1, grid.OwnerOf(99.5, 0));
        Assert.Equal(0, grid.OwnerOf(99.49, 0));
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(1000, true, 1)]
    [InlineData(int.MaxValue, true, 1)]
    [InlineData(512, false, 4)]
    public void OneTileHasNoLimits(int tile, bool single, int count)
    {
        var grid = new TileGrid(1000, 700, tile, 32);
        Assert.Equal(single, grid.IsSingle);
        Assert.Equal(count, grid.Count);
        Assert.Equal(single, grid.LimitsOf(0) == ReachBox.Unbounded);
        Assert.Equal(single ? double.PositiveInfinity : 224, grid.Reach);
    }

    [Fact]
    public void ATileTooSmallForItsRingIsRefused()
    {
        InputException error = Assert.Throws<InputException>(
            () => new FitOptions { TileSize = 64, Ring = 32 }.Validate());
        Assert.Contains("--tile 80", error.Message);
        new FitOptions { TileSize = 80, Ring = 32 }.Validate();
        Assert.Equal(8, new TileGrid(1000, 1000, 80, 32).Reach);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30_000)]
    public void ATileWhoseWindowDoesNotFitIsRefused(int tile)
    {
        InputException error = Assert.Throws<InputException>(() => new TileGrid(100_000, 90_000, tile, 32));
        Assert.Contains("smaller --tile", error.Message);
        Assert.Equal(196 * 176, new TileGrid(100_000, 90_000, 512, 32).Count);
    }
}
