namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The undirected graph of a block pattern, by compressed adjacency lists: vertices are the block rows, edges the
/// blocks off the diagonal. Neighbours ascend.
/// </summary>
internal sealed class AdjacencyGraph
{
    private readonly int[] pointers;
    private readonly int[] neighbors;
    private readonly int[] entries;

    /// <summary>The graph of <paramref name="pattern"/>.</summary>
    public AdjacencyGraph(BlockPattern pattern)
    {
        pointers = new int[pattern.BlockCount + 1];
        neighbors = new int[2 * pattern.LowerCount];
        entries = new int[2 * pattern.LowerCount];
        CountNeighbors(pattern);
        Fill(pattern);
    }

    /// <summary>Number of vertices, n.</summary>
    public int VertexCount => pointers.Length - 1;

    /// <summary>The vertices that share an edge with <paramref name="vertex"/>, ascending.</summary>
    public ReadOnlySpan<int> Neighbors(int vertex) =>
        neighbors.AsSpan(pointers[vertex]..pointers[vertex + 1]);

    /// <summary>For each neighbour the number of the block below the diagonal that makes the edge.</summary>
    public ReadOnlySpan<int> Entries(int vertex) =>
        entries.AsSpan(pointers[vertex]..pointers[vertex + 1]);

    private void CountNeighbors(BlockPattern pattern)
    {
        for (int column = 0; column < pattern.BlockCount; column++)
        {
            for (int k = pattern.ColumnPointers[column]; k < pattern.ColumnPointers[column + 1]; k++)
            {
                pointers[column + 1]++;
                pointers[pattern.RowIndices[k] + 1]++;
            }
        }

        for (int vertex = 0; vertex < VertexCount; vertex++)
        {
            pointers[vertex + 1] += pointers[vertex];
        }
    }

    private void Fill(BlockPattern pattern)
    {
        int[] next = pointers[..^1];
        for (int column = 0; column < pattern.BlockCount; column++)
        {
            for (int k = pattern.ColumnPointers[column]; k < pattern.ColumnPointers[column + 1]; k++)
            {
                int row = pattern.RowIndices[k];
                (neighbors[next[row]], entries[next[row]++]) = (column, k);
                (neighbors[next[column]], entries[next[column]++]) = (row, k);
            }
        }
    }
}
