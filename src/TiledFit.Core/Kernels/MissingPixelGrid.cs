using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>
/// The positions of a window's pixels without data, by square cells and these row by row, so that those of neighbouring
/// cells of a row lie together.
/// </summary>
internal sealed class MissingPixelGrid
{
    /// <summary>Side of a cell, px.</summary>
    public const int Cell = 8;

    private readonly PixelRectangle _bounds;
    private readonly int _cellsAcross;
    private readonly int[] _starts;

    /// <summary>The pixels of weight 0.</summary>
    /// <param name="weights">The weights of the window.</param>
    /// <param name="count">How many there are.</param>
    public MissingPixelGrid(PixelPlane weights, int count)
    {
        _bounds = weights.Bounds;
        _cellsAcross = (_bounds.Width + Cell - 1) / Cell;
        int cellsDown = (_bounds.Height + Cell - 1) / Cell;
        _starts = new int[_cellsAcross * cellsDown + 1];
        // So that eight can be loaded from any place.
        X = new double[count + PixelPlane.Lanes];
        Y = new double[count + PixelPlane.Lanes];
        for (int cell = 0; cell < _cellsAcross * cellsDown; cell++)
        {
            _starts[cell + 1] = Fill(
                weights, cell % _cellsAcross * Cell, cell / _cellsAcross * Cell, _starts[cell]);
        }
    }

    /// <summary>Columns of the raster, with eight zeros after the last.</summary>
    public double[] X { get; }

    /// <summary>Rows of the raster, likewise.</summary>
    public double[] Y { get; }

    /// <summary>The first and last row of cells that a part of the window meets.</summary>
    public (int First, int Last) CellRows(PixelRectangle part) =>
        ((part.Y - _bounds.Y) / Cell, (part.Bottom - 1 - _bounds.Y) / Cell);

    /// <summary>Where the pixels of a row's cells that a part of the window meets begin and end.</summary>
    public (int Begin, int End) Span(PixelRectangle part, int cellRow)
    {
        int first = cellRow * _cellsAcross;
        return (
            _starts[first + (part.X - _bounds.X) / Cell],
            _starts[first + (part.Right - 1 - _bounds.X) / Cell + 1]);
    }

    // Writes those of a cell from a place on, and returns where they end.
    private int Fill(PixelPlane weights, int left, int top, int place)
    {
        for (int row = top; row < Math.Min(top + Cell, _bounds.Height); row++)
        {
            ReadOnlySpan<double> line = weights.RowSpan(row);
            for (int column = left; column < Math.Min(left + Cell, _bounds.Width); column++)
            {
                if (line[column] == 0)
                {
                    (X[place], Y[place]) = (_bounds.X + column, _bounds.Y + row);
                    place++;
                }
            }
        }

        return place;
    }
}
