namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The smallest set of vertices that separates two parts of a graph: a minimum vertex cover of the edges between
/// them, from a maximum matching (König 1931; Kuhn 1955).
/// </summary>
internal sealed class VertexSeparator(AdjacencyGraph graph)
{
    private readonly int[] part = new int[graph.VertexCount];
    private readonly int[] mate = new int[graph.VertexCount];
    private readonly int[] visited = new int[graph.VertexCount];
    private readonly bool[] covers = new bool[graph.VertexCount];
    private int lastPart;
    private int visit;

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
            if (covers[vertex] == inSeparator)
            {
                destination[count++] = vertex;
            }
        }

        return count;
    }

    private int Mark(ReadOnlySpan<int> vertices)
    {
        lastPart++;
        foreach (int vertex in vertices)
        {
            (part[vertex], mate[vertex], covers[vertex]) = (lastPart, -1, false);
        }

        return lastPart;
    }

    private void Match(ReadOnlySpan<int> first, int other)
    {
        foreach (int vertex in first)
        {
            visit++;
            Augment(vertex, other);
        }
    }

    /// <summary>Looks for an augmenting path from an unmatched vertex of the first part, free ends first.</summary>
    private bool Augment(int vertex, int other)
    {
        foreach (int neighbor in graph.Neighbors(vertex))
        {
            if (part[neighbor] == other && mate[neighbor] < 0)
            {
                (mate[neighbor], mate[vertex]) = (vertex, neighbor);
                return true;
            }
        }

        foreach (int neighbor in graph.Neighbors(vertex))
        {
            if (part[neighbor] != other || visited[neighbor] == visit)
            {
                continue;
            }

            visited[neighbor] = visit;
            if (Augment(mate[neighbor], other))
            {
                (mate[neighbor], mate[vertex]) = (vertex, neighbor);
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
        visit++;
        foreach (int vertex in first)
        {
            if (mate[vertex] < 0)
            {
                Reach(vertex, other);
            }
        }

        foreach (int vertex in first)
        {
            covers[vertex] = mate[vertex] >= 0 && visited[vertex] != visit;
        }

        foreach (int vertex in second)
        {
            covers[vertex] = visited[vertex] == visit;
        }
    }

    private void Reach(int vertex, int other)
    {
        visited[vertex] = visit;
        foreach (int neighbor in graph.Neighbors(vertex))
        {
            if (part[neighbor] == other && visited[neighbor] != visit)
            {
                visited[neighbor] = visit;
                if (visited[mate[neighbor]] != visit)
                {
                    Reach(mate[neighbor], other);
                }
            }
        }
    }
}
