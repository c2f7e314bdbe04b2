namespace TiledFit.Core.Model;

/// <summary>
/// Where the nodes of a background mesh lie: in the middle of cells that cover the raster evenly, W/n columns wide with
/// n = W/size rounded, so that none is much narrower than another. A cell begins at the pixel ⌊i·W/n⌋.
/// </summary>
/// <param name="Width">W, the raster's columns.</param>
/// <param name="Height">The raster's rows.</param>
/// <param name="Size">The side that cells should have, px.</param>
public sealed record MeshGrid(int Width, int Height, int Size)
{
    /// <summary>
    /// The side of a cell unless another is asked for, px: 4,096 pixels know a level to 3 % of the noise, and sources
    /// of up to some 5 px σ are a small part of it. It is SExtractor's, too.
    /// </summary>
    public const int DefaultSize = 64;

    /// <summary>The smallest side, px: fewer pixels know little.</summary>
    public const int SmallestSize = 8;

    /// <summary>The largest side, px: a cell is read as a whole.</summary>
    public const int LargestSize = 1024;

    /// <summary>Most nodes; their values are in the memory of whoever works for the fit.</summary>
    public const long MostNodes = 4_000_000;

    /// <summary>Nodes along a row.</summary>
    public int Columns { get; } = CellsAlong(Width, Size);

    /// <summary>Nodes along a column.</summary>
    public int Rows { get; } = CellsAlong(Height, Size);

    /// <summary>Nodes.</summary>
    public long Count => (long)Columns * Rows;

    /// <summary>From a node to the next in its row, px.</summary>
    public double SpacingX => (double)Width / Columns;

    /// <summary>From a node to the next in its column, px.</summary>
    public double SpacingY => (double)Height / Rows;

    /// <summary>The column of pixels, in general not a whole number, where nodes of a column lie.</summary>
    public double NodeX(int column) => (column + 0.5) * SpacingX - 0.5;

    /// <summary>The row of pixels, in general not a whole number, where nodes of a row lie.</summary>
    public double NodeY(int row) => (row + 0.5) * SpacingY - 0.5;

    /// <summary>The pixels of a cell.</summary>
    public PixelRectangle CellOf(int column, int row)
    {
        int left = First(column, Width, Columns), top = First(row, Height, Rows);
        return new PixelRectangle(
            left, top, First(column + 1, Width, Columns) - left, First(row + 1, Height, Rows) - top);
    }

    /// <summary>The cells whose first pixels lie in a part of the raster: parts without overlap share none.</summary>
    public PixelRectangle CellsIn(PixelRectangle part)
    {
        int left = FirstFrom(part.X, Width, Columns), top = FirstFrom(part.Y, Height, Rows);
        return new PixelRectangle(
            left, top, FirstFrom(part.Right, Width, Columns) - left, FirstFrom(part.Bottom, Height, Rows) - top);
    }

    private static int CellsAlong(int length, int size) => Math.Max(1, (int)((2L * length + size) / (2L * size)));

    private static int First(int cell, int length, int cells) => (int)((long)cell * length / cells);

    // The first cell that begins at a pixel or after it: ⌊i·W/n⌋ ≥ p just where i ≥ p·n/W.
    private static int FirstFrom(int pixel, int length, int cells) =>
        (int)(((long)pixel * cells + length - 1) / length);
}
