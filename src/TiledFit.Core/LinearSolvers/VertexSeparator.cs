namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The smallest set of vertices that separates two parts of a graph: a minimum vertex cover of the edges between
/// them, from a maximum matching (König 1931; Kuhn 1955).
/// </summary>
internal sealed class VertexSeparator(AdjacencyGraph graph)
{
    private readonly int[] _part = new int[graph.VertexCount];
    private readonly int[] _mate = new int[graph.VertexCount];
    private readonly int[] _visited = new int[graph.VertexCount];
    private readonly bool[] _covers = new bool[graph.VertexCount];
    private int _lastPart;
    private int _visit;

    /// <summary>Finds the separator of <paramref name="first"/> and <paramref name="second"/>.</summary>
    public void Find(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        int other = Mark(second);
        Mark(first);
        Match(first, other);
        Cover(first, second, other);
    }

    /// <summary>Copies the vertices outside the separator and returns how many there are.</summary>
    public int CopyRest(ReadOnlySpan<int> vertices, Span<int> destination) => Copy(vertices, destination, false);

    /// <summary>Copies the vertices of the separator and returns how many there are.</summary>
    public int CopySeparator(ReadOnlySpan<int> vertices, Span<int> destination) => Copy(vertices, destination, true);

    private int Copy(ReadOnlySpan<int> vertices, Span<int> destination, bool inSeparator)
    {
        int count = 0;
        foreach (int vertex in vertices)
        {
            if (_covers[vertex] == inSeparator)
            {
                destination[count++] = vertex;
            }
        }

        return count;
    }

    private int Mark(ReadOnlySpan<int> vertices)
    {
        _lastPart++;
        foreach (int vertex in vertices)
        {
            (_part[vertex], _mate[vertex], _covers[vertex]) = (_lastPart, -1, false);
        }

        return _lastPart;
    }

    private void Match(ReadOnlySpan<int> first, int other)
    {
        foreach (int vertex in first)
        {
            _visit++;
            Augment(vertex, other);
        }
    }

    /// <summary>Looks for an augmenting path from an unmatched vertex of the first part, free ends first.</summary>
    private bool Augment(int vertex, int other)
    {
        foreach (int neighbor in graph.Neighbors(vertex))
        {
            if (_part[neighbor] == other && _mate[neighbor] < 0)
            {
                (_mate[neighbor], _mate[vertex]) = (vertex, neighbor);
                return true;
            }
        }

        foreach (int neighbor in graph.Neighbors(vertex))
        {
            if (_part[neighbor] != other || _visited[neighbor] == _visit)
            {
                continue;
            }

            _visited[neighbor] = _visit;
            if (Augment(_mate[neighbor], other))
            {
                (_mate[neighbor], _mate[vertex]) = (vertex, neighbor);
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// König: with Z all that alternating paths reach from the unmatched vertices of the first part, the cover is
    /// (first \ Z) ∪ (second ∩ Z); of the first part only matched vertices have anything to cover.
    /// </summary>
    private void Cover(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int other)
    {
        _visit++;
        foreach (int vertex in first)
        {
            if (_mate[vertex] < 0)
            {
                Reach(vertex, other);
            }
        }

        foreach (int vertex in first)
        {
            _covers[vertex] = _mate[vertex] >= 0 && _visited[vertex] != _visit;
        }

        foreach (int vertex in second)
        {
            _covers[vertex] = _visited[vertex] == _visit;
        }
    }

    private void Reach(int vertex, int other)
    {
        _visited[vertex] = _visit;
        foreach (int neighbor in graph.Neighbors(vertex))
        {
            if (_part[neighbor] == other && _visited[neighbor] != _visit)
            {
                _visited[neighbor] = _visit;
                if (_visited[_mate[neighbor]] != _visit)
                {
                    Reach(_mate[neighbor], other);
                }
            }
        }
    }
}
