using TiledFit.Core.Model;

namespace TiledFit.Tiling;

/// <summary>
/// The tiles in square blocks, so that no one has to hear from every tile: tiles report to their region, regions to the
/// job. The blocks depend on the tiles alone, never on the machines, since sums are taken block by block.
/// </summary>
public sealed class RegionGrid
{
    private const int SmallestSide = 4, UsualAlongASide = 32;

    /// <summary>The regions of a grid of tiles.</summary>
    public RegionGrid(TileGrid tiles)
    {
        Tiles = tiles;
        Side = SideOf(Math.Max(tiles.Columns, tiles.Rows));
        Columns = (tiles.Columns - 1) / Side + 1;
        Rows = (tiles.Rows - 1) / Side + 1;
    }

    /// <summary>The tiles.</summary>
    public TileGrid Tiles { get; }

    /// <summary>Tiles along a side of a region.</summary>
    public int Side { get; }

    /// <summary>Columns of regions.</summary>
    public int Columns { get; }

    /// <summary>Rows of regions.</summary>
    public int Rows { get; }

    /// <summary>Number of regions.</summary>
    public int Count => Columns * Rows;

    /// <summary>The region of a tile.</summary>
    public int RegionOf(int tile)
    {
        (int x, int y) = Tiles.PositionOf(tile);
        return y / Side * Columns + x / Side;
    }

    /// <summary>The tiles of a region, ascending.</summary>
    public IReadOnlyList<int> TilesOf(int region)
    {
        int left = region % Columns * Side, top = region / Columns * Side;
        var tiles = new List<int>(Side * Side);
        for (int y = top; y < Math.Min(top + Side, Tiles.Rows); y++)
        {
            for (int x = left; x < Math.Min(left + Side, Tiles.Columns); x++)
            {
                tiles.Add(y * Tiles.Columns + x);
            }
        }

        return tiles;
    }

    /// <summary>The pixels of a region's cores.</summary>
    public PixelRectangle PixelsOf(int region)
    {
        IReadOnlyList<int> tiles = TilesOf(region);
        // Tiles are ascending: the first and the last are opposite corners.
        return Tiles.CoreOf(tiles[0]).Union(Tiles.CoreOf(tiles[^1]));
    }

    /// <summary>The regions other than its own that hold a neighbour of a tile, ascending.</summary>
    public IReadOnlyList<int> RegionsAround(int tile)
    {
        int own = RegionOf(tile);
        return [.. Tiles.NeighboursOf(tile).Select(RegionOf).Where(region => region != own).Distinct().Order()];
    }

    // max(4, min(⌈n/32⌉, ⌈√n⌉)) for n tiles along a side: from 32² on, as many regions as tiles in a region, so that what
    // the job hears and what a region hears both grow with the root of the number of tiles.
    private static int SideOf(int along) => Math.Max(
        SmallestSide, Math.Min((along - 1) / UsualAlongASide + 1, (int)Math.Ceiling(Math.Sqrt(along))));
}
