using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling;

/// <summary>
/// The raster cut into cores of T × T pixels. A tile owns the components whose centres lie in its core. Its window is
/// the core and T/2 pixels around it: ring ρ and reach T/2 − ρ, so that the windows of tiles of one colour share no
/// pixel.
/// </summary>
public sealed class TileGrid
{
    private const double Room = 1.5;

    private readonly int _margin;

    /// <summary>A grid.</summary>
    /// <exception cref="Core.InputException">A tile's window does not fit into one array.</exception>
    /// <param name="width">Columns of the raster.</param>
    /// <param name="height">Rows of the raster.</param>
    /// <param name="tileSize">T, px; 0 makes the whole raster one tile.</param>
    /// <param name="ring">ρ, px; <see cref="FitOptions.Validate"/> sees to it that T leaves room for it.</param>
    public TileGrid(int width, int height, int tileSize, int ring)
    {
        Width = width;
        Height = height;
        // A tile larger than the raster is the whole raster.
        int side = Math.Max(width, height);
        TileSize = tileSize == 0 ? side : Math.Min(tileSize, side);
        Ring = ring;
        Columns = (width - 1) / TileSize + 1;
        Rows = (height - 1) / TileSize + 1;
        CheckWindow(tileSize);
        _margin = TileSize / 2;
        Reach = IsSingle ? double.PositiveInfinity : _margin - ring;
    }

    /// <summary>Columns of the raster.</summary>
    public int Width { get; }

    /// <summary>Rows of the raster.</summary>
    public int Height { get; }

    /// <summary>T, px.</summary>
    public int TileSize { get; }

    /// <summary>ρ, px.</summary>
    public int Ring { get; }

    /// <summary>Farthest that a support may extend from its centre, px; infinite when there is one tile.</summary>
    public double Reach { get; }

    /// <summary>Columns of tiles.</summary>
    public int Columns { get; }

    /// <summary>Rows of tiles.</summary>
    public int Rows { get; }

    /// <summary>Number of tiles.</summary>
    public int Count => Columns * Rows;

    /// <summary>Whether the whole raster is one tile.</summary>
    public bool IsSingle => Columns == 1 && Rows == 1;

    /// <summary>Column and row of a tile.</summary>
    public (int X, int Y) PositionOf(int tile) => (tile % Columns, tile / Columns);

    /// <summary>0 to 3: (tx mod 2) + 2·(ty mod 2).</summary>
    public int ColourOf(int tile)
    {
        (int x, int y) = PositionOf(tile);
        return (x & 1) + 2 * (y & 1);
    }

    /// <summary>The tile's own pixels.</summary>
    public PixelRectangle CoreOf(int tile)
    {
        (int x, int y) = PositionOf(tile);
        return new PixelRectangle(x * TileSize, y * TileSize, TileSize, TileSize).Intersect(Whole);
    }

    /// <summary>All pixels that a step of the tile may touch: the core and T/2 around it.</summary>
    public PixelRectangle WindowOf(int tile) =>
        IsSingle ? Whole : CoreOf(tile).Inflate(_margin).Intersect(Whole);

    /// <summary>Where the supports of the components that a tile moves must stay.</summary>
    public ReachBox LimitsOf(int tile)
    {
        PixelRectangle core = CoreOf(tile);
        return new ReachBox(
            core.X == 0 ? double.NegativeInfinity : core.X - _margin,
            core.Y == 0 ? double.NegativeInfinity : core.Y - _margin,
            core.Right == Width ? double.PositiveInfinity : core.Right - 1 + _margin,
            core.Bottom == Height ? double.PositiveInfinity : core.Bottom - 1 + _margin);
    }

    /// <summary>Whether a component could grow in the tile that holds its centre: its window holds the support, and
    /// half as much around it.</summary>
    internal bool HasRoomFor(in Gaussian shape) =>
        LimitsOf(OwnerOf(shape.X, shape.Y)).Holds(
            shape with { L11 = Room * shape.L11, L21 = Room * shape.L21, L22 = Room * shape.L22 });

    /// <summary>The tile whose core holds a position; for a position outside the raster, the nearest.</summary>
    public int OwnerOf(double x, double y)
    {
        int column = (int)Math.Clamp(Math.Floor((x + 0.5) / TileSize), 0, Columns - 1);
        int row = (int)Math.Clamp(Math.Floor((y + 0.5) / TileSize), 0, Rows - 1);
        return row * Columns + column;
    }

    /// <summary>Whether a position lies in a tile's core or the ring around it.</summary>
    public bool IsInRing(int tile, double x, double y)
    {
        PixelRectangle core = CoreOf(tile);
        return x >= core.X - 0.5 - Ring && x < core.Right - 0.5 + Ring
            && y >= core.Y - 0.5 - Ring && y < core.Bottom - 0.5 + Ring;
    }

    /// <summary>The up to eight neighbours of a tile, ascending.</summary>
    public IReadOnlyList<int> NeighboursOf(int tile)
    {
        (int x, int y) = PositionOf(tile);
        var neighbours = new List<int>(8);
        for (int row = Math.Max(0, y - 1); row <= Math.Min(Rows - 1, y + 1); row++)
        {
            for (int column = Math.Max(0, x - 1); column <= Math.Min(Columns - 1, x + 1); column++)
            {
                if (row != y || column != x)
                {
                    neighbours.Add(row * Columns + column);
                }
            }
        }

        return neighbours;
    }

    private void CheckWindow(int tileSize)
    {
        // Each pixel a double in one array, rows padded to whole vectors.
        const long mostPixels = 2_000_000_000;
        long columns = Math.Min(Width, 2L * TileSize), rows = Math.Min(Height, 2L * TileSize);
        if ((columns + 7) * rows > mostPixels)
        {
            throw new Core.InputException(
                $"--tile {tileSize} is too large: a window of {columns} x {rows} pixels does not fit into memory; "
                + "use a smaller --tile.");
        }
    }

    private PixelRectangle Whole => new(0, 0, Width, Height);
}
