namespace TiledFit.Tiling.Tests;

public class RegionGridTests
{
    private const int TileSize = 10;

    [Theory]
    [InlineData(1, 1, 4, 1, 1)]
    [InlineData(4, 4, 4, 1, 1)]
    [InlineData(5, 4, 4, 2, 1)]
    [InlineData(10, 9, 4, 3, 3)]
    [InlineData(128, 3, 4, 32, 1)]
    [InlineData(3, 129, 5, 1, 26)]
    [InlineData(160, 129, 5, 32, 26)]
    [InlineData(161, 1, 6, 27, 1)]
    [InlineData(1000, 1000, 32, 32, 32)]
    [InlineData(1024, 1024, 32, 32, 32)]
    [InlineData(1025, 1024, 33, 32, 32)]
    [InlineData(1, 3200, 57, 1, 57)]
    [InlineData(3201, 2, 57, 57, 1)]
    [InlineData(10000, 10000, 100, 100, 100)]
    public void SidesAreFourThenAThirtySecondThenTheRoot(int columns, int rows, int side, int across, int down)
    {
        RegionGrid regions = Regions(columns, rows);
        Assert.Equal((side, across, down), (regions.Side, regions.Columns, regions.Rows));
        Assert.Equal(across * down, regions.Count);
    }

    [Fact]
    public void UpToAMillionTilesSidesAreTheSmallestThatKeepThirtyTwo()
    {
        for (int columns = 1; columns <= 1024; columns += 3)
        {
            RegionGrid regions = Regions(columns, 2);
            Assert.InRange(regions.Columns, 1, 32);
            Assert.True(regions.Side == 4 || (regions.Side - 1) * 32 < columns);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 9)]
    [InlineData(13, 4)]
    [InlineData(2, 131)]
    public void EveryTileIsInExactlyOneRegion(int columns, int rows)
    {
        RegionGrid regions = Regions(columns, rows);
        var tiles = new List<int>();
        for (int region = 0; region < regions.Count; region++)
        {
            IReadOnlyList<int> own = regions.TilesOf(region);
            Assert.InRange(own.Count, 1, regions.Side * regions.Side);
            Assert.Equal(own.Order(), own);
            Assert.All(own, tile => Assert.Equal(region, regions.RegionOf(tile)));
            tiles.AddRange(own);
        }

        Assert.Equal(Enumerable.Range(0, columns * rows), tiles.Order());
    }

    /// <summary>Ten columns of tiles in regions 0 1 2 / 3 4 5 / 6 7 8 of four by four.</summary>
    [Theory]
    [InlineData(0, 0, new int[0])]
    [InlineData(2, 2, new int[0])]
    [InlineData(3, 0, new[] { 1 })]
    [InlineData(4, 1, new[] { 0 })]
    [InlineData(3, 3, new[] { 1, 3, 4 })]
    [InlineData(4, 4, new[] { 0, 1, 3 })]
    [InlineData(5, 7, new[] { 7 })]
    [InlineData(7, 3, new[] { 2, 4, 5 })]
    [InlineData(9, 8, new[] { 5 })]
    [InlineData(8, 8, new[] { 4, 5, 7 })]
    public void RegionsAroundATileHoldItsNeighbours(int x, int y, int[] around) =>
        Assert.Equal(around, Regions(10, 9).RegionsAround(10 * y + x));

    private static RegionGrid Regions(int columns, int rows) =>
        new(new TileGrid(columns * TileSize, rows * TileSize, TileSize, 0));
}
