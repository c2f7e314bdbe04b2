namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// A block pattern below the diagonal in another order of the blocks, with the place of each block in the original.
/// </summary>
internal sealed class LaneBlockPattern
{
    /// <summary><paramref name="pattern"/> with its blocks in the order order[new] = old.</summary>
    public LaneBlockPattern(BlockPattern pattern, AdjacencyGraph graph, int[] order)
    {
        Order = order;
        int[] position = EliminationTree.Invert(order);
        ColumnPointers = new int[order.Length + 1];
        RowIndices = new int[pattern.LowerCount];
        Blocks = new int[pattern.LowerCount];
        Transposed = new bool[pattern.LowerCount];
        int count = 0;
        for (int column = 0; column < order.Length; column++)
        {
            int first = count;
            ReadOnlySpan<int> neighbors = graph.Neighbors(order[column]);
            for (int k = 0; k < neighbors.Length; k++)
            {
                if (position[neighbors[k]] > column)
                {
                    (RowIndices[count], Blocks[count++]) = (position[neighbors[k]], graph.Entries(order[column])[k]);
                }
            }

            Array.Sort(RowIndices, Blocks, first, count - first);
            for (int k = first; k < count; k++)
            {
                Transposed[k] = order[RowIndices[k]] < order[column];
            }

            ColumnPointers[column + 1] = count;
        }
    }

    /// <summary>Number of block rows, n.</summary>
    public int BlockCount => Order.Length;

    /// <summary>Order[new] = old.</summary>
    public int[] Order { get; }

    /// <summary>Column j holds the entries ColumnPointers[j] .. ColumnPointers[j + 1] − 1.</summary>
    public int[] ColumnPointers { get; }

    /// <summary>Block row of each entry, ascending within a column.</summary>
    public int[] RowIndices { get; }

    /// <summary>The number of each entry's block in the original pattern.</summary>
    public int[] Blocks { get; }

    /// <summary>Whether the entry is the transpose of that block.</summary>
    public bool[] Transposed { get; }
}
