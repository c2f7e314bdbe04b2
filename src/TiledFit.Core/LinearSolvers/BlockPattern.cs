namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The block pattern strictly below the diagonal, by compressed block columns, rows ascending within a column; with a
/// position for every block, which orderings may use (nested dissection by coordinates).
/// </summary>
public sealed class BlockPattern
{
    /// <summary>A pattern from its compressed columns.</summary>
    /// <param name="columnPointers">n + 1 offsets into <paramref name="rowIndices"/>.</param>
    /// <param name="rowIndices">Block rows, each greater than its column, ascending within a column.</param>
    /// <param name="x">Position of each block, n.</param>
    /// <param name="y">Position of each block, n.</param>
    public BlockPattern(int[] columnPointers, int[] rowIndices, double[] x, double[] y)
    {
        ColumnPointers = columnPointers;
        RowIndices = rowIndices;
        X = x;
        Y = y;
    }

    /// <summary>Number of block rows, n.</summary>
    public int BlockCount => ColumnPointers.Length - 1;

    /// <summary>Number of blocks strictly below the diagonal.</summary>
    public int LowerCount => RowIndices.Length;

    /// <summary>Column j holds the entries ColumnPointers[j] .. ColumnPointers[j + 1] − 1.</summary>
    public int[] ColumnPointers { get; }

    /// <summary>Block row of each entry.</summary>
    public int[] RowIndices { get; }

    /// <summary>Position of each block.</summary>
    public double[] X { get; }

    /// <summary>Position of each block.</summary>
    public double[] Y { get; }
}
