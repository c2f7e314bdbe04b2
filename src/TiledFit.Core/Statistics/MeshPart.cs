using TiledFit.Core.Model;

namespace TiledFit.Core.Statistics;

/// <summary>Cells of a mesh that one look at a part of the raster has told of.</summary>
/// <param name="Cells">Which cells: columns and rows of the mesh.</param>
/// <param name="Levels">The level of each, row by row, raster units; NaN where too few pixels have data.</param>
/// <param name="Noise">σ of the noise in each, likewise.</param>
/// <param name="Roughness">σ of the differences of neighbouring pixels over that, likewise.</param>
/// <param name="Crowded">How many of the cells hold too many sources for a mode.</param>
public sealed record MeshPart(
    PixelRectangle Cells, IReadOnlyList<double> Levels, IReadOnlyList<double> Noise, IReadOnlyList<double> Roughness,
    int Crowded)
{
    /// <summary>The pixels of a row of cells, which are read together.</summary>
    /// <param name="grid">The mesh.</param>
    /// <param name="cells">The cells of the part; not none.</param>
    /// <param name="row">Which of the part's rows, from 0.</param>
    public static PixelRectangle WindowOf(MeshGrid grid, PixelRectangle cells, int row) =>
        grid.CellOf(cells.X, cells.Y + row).Union(grid.CellOf(cells.Right - 1, cells.Y + row));

    /// <summary>Looks at the cells whose first pixels lie in a part of the raster.</summary>
    /// <param name="grid">The mesh.</param>
    /// <param name="part">The part.</param>
    /// <param name="read">Reads the pixels of a window, row by row; NaN where there is no data.</param>
    public static MeshPart Survey(
        MeshGrid grid, PixelRectangle part, Func<PixelRectangle, ReadOnlyMemory<double>> read)
    {
        PixelRectangle cells = grid.CellsIn(part);
        var levels = new double[cells.Area];
        var noise = new double[cells.Area];
        var roughness = new double[cells.Area];
        double[] scratch = [];
        int crowded = 0;
        for (int row = 0; row < cells.Height && cells.Width > 0; row++)
        {
            PixelRectangle window = WindowOf(grid, cells, row);
            ReadOnlySpan<double> pixels = read(window).Span;
            for (int column = 0; column < cells.Width; column++)
            {
                PixelRectangle cell = grid.CellOf(cells.X + column, cells.Y + row);
                int k = row * cells.Width + column;
                scratch = scratch.Length < 2 * cell.Area ? new double[2 * cell.Area] : scratch;
                (levels[k], noise[k], roughness[k], bool isCrowded) = MeshCell.Of(
                    cell, grid.NodeX(cells.X + column), grid.NodeY(cells.Y + row), pixels, window, scratch);
                crowded += isCrowded ? 1 : 0;
            }
        }

        return new MeshPart(cells, levels, noise, roughness, crowded);
    }
}
