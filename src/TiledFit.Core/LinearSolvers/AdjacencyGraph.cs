namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The undirected graph of a block pattern, by compressed adjacency lists: vertices are the block rows, edges the
/// blocks off the diagonal. Neighbours ascend.
/// </summary>
internal sealed class AdjacencyGraph
{
    private readonly int[] _pointers;
    private readonly int[] _neighbors;
    private readonly int[] _entries;

    /// <summary>The graph of <paramref name="pattern"/>.</summary>
    public AdjacencyGraph(BlockPattern pattern)
    {
        _pointers = new int[pattern.BlockCount + 1];
        _neighbors = new int[2 * pattern.LowerCount];
        _entries = new int[2 * pattern.LowerCount];
        CountNeighbors(pattern);
        Fill(pattern);
    }

    /// <summary>Number of vertices, n.</summary>
    public int VertexCount => _pointers.Length - 1;

    /// <summary>The vertices that share an edge with <paramref name="vertex"/>, ascending.</summary>
    public ReadOnlySpan<int> Neighbors(int vertex) =>
        _neighbors.AsSpan(_pointers[vertex].._pointers[vertex + 1]);

    /// <summary>For each neighbour the number of the block below the diagonal that makes the edge.</summary>
    public ReadOnlySpan<int> Entries(int vertex) =>
        _entries.AsSpan(_pointers[vertex].._pointers[vertex + 1]);

    private void CountNeighbors(BlockPattern pattern)
    {
        for (int column = 0; column < pattern.BlockCount; column++)
        {
            for (int k = pattern.ColumnPointers[column]; k < pattern.ColumnPointers[column + 1]; k++)
            {
                _pointers[column + 1]++;
                _pointers[pattern.RowIndices[k] + 1]++;
            }
        }

        for (int vertex = 0; vertex < VertexCount; vertex++)
        {
            _pointers[vertex + 1] += _pointers[vertex];
        }
    }

    private void Fill(BlockPattern pattern)
    {
        int[] next = _pointers[..^1];
        for (int column = 0; column < pattern.BlockCount; column++)
        {
            for (int k = pattern.ColumnPointers[column]; k < pattern.ColumnPointers[column + 1]; k++)
            {
                int row = pattern.RowIndices[k];
                (_neighbors[next[row]], _entries[next[row]++]) = (column, k);
                (_neighbors[next[column]], _entries[next[column]++]) = (row, k);
            }
        }
    }
}
