using TiledFit.Core;
using TiledFit.Core.Levels;
using TiledFit.Core.Model;

namespace TiledFit.Tiling.Levels;

/// <summary>
/// The coarse level's raster: blocks of F × F pixels. F is the largest power of two that divides the tile's side and
/// leaves, between the least σ of the level, F pixels, and the largest of a tile, reach/R, a factor of two.
/// </summary>
public sealed class CoarseGrid
{
    // One step takes them all.
    private const long MostBlocks = 1 << 22;

    private const double Overlap = 2;

    /// <summary>The blocks over the tiles of a raster.</summary>
    /// <exception cref="InputException">There would be too many.</exception>
    public CoarseGrid(TileGrid tiles)
    {
        Side = SideFor(tiles.TileSize, tiles.Reach);
        Width = (tiles.Width - 1) / Side + 1;
        Height = (tiles.Height - 1) / Side + 1;
        if ((long)Width * Height > MostBlocks)
        {
            throw new InputException(
                $"--levels 2 makes {Width} x {Height} blocks of {Side} px of this raster, more than {MostBlocks}; take "
                + "a larger --tile, whose blocks are larger");
        }
    }

    /// <summary>F, px.</summary>
    public int Side { get; }

    /// <summary>Blocks in a row; the last may be cut by the raster's edge.</summary>
    public int Width { get; }

    /// <summary>Rows of blocks.</summary>
    public int Height { get; }

    /// <summary>All blocks as one tile.</summary>
    public TileGrid Whole => new(Width, Height, 0, 0);

    /// <summary>The level of a job, or null where it has none.</summary>
    public static CoarseGrid? For(TileGrid tiles, FitOptions options) =>
        options.Levels < 2 || tiles.IsSingle ? null : new CoarseGrid(tiles);

    /// <summary>F for tiles, or 1 where there is none.</summary>
    /// <param name="tileSize">T, px.</param>
    /// <param name="reach">Px.</param>
    public static int SideFor(int tileSize, double reach)
    {
        int side = 1;
        while (tileSize % (2 * side) == 0
            && 2 * side * CoarseStep.LeastSigma * Overlap * Support.Radius <= reach)
        {
            side *= 2;
        }

        return side;
    }

    /// <summary>The blocks that hold the pixels of a core, or of a region's.</summary>
    public PixelRectangle BlocksOf(PixelRectangle pixels)
    {
        int x = pixels.X / Side, y = pixels.Y / Side;
        return new PixelRectangle(x, y, (pixels.Right - 1) / Side + 1 - x, (pixels.Bottom - 1) / Side + 1 - y);
    }

    /// <summary>The components that reach some pixels; null where there are none.</summary>
    public static Component[]? Reaching(IReadOnlyList<Component> components, PixelRectangle pixels) =>
        components.Where(component => Support.Reaches(component.Shape, pixels)).ToArray() is { Length: > 0 } reaching
            ? reaching
            : null;

    /// <summary>Writes blocks into a larger field of them.</summary>
    /// <param name="means">Row by row.</param>
    /// <param name="blocks">Which they are.</param>
    /// <param name="field">Row by row.</param>
    /// <param name="all">Which there are.</param>
    public static void Copy(ReadOnlySpan<double> means, PixelRectangle blocks, Span<double> field, PixelRectangle all)
    {
        for (int row = 0; row < blocks.Height; row++)
        {
            int first = (blocks.Y + row - all.Y) * all.Width + blocks.X - all.X;
            means.Slice(row * blocks.Width, blocks.Width).CopyTo(field[first..]);
        }
    }

    /// <summary>Whether the level takes a component that no tile does.</summary>
    public bool Takes(in Gaussian shape) => shape.SigmaMinor >= Side * CoarseStep.LeastSigma;
}
