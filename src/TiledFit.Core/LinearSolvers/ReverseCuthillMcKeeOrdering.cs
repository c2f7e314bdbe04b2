namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Reverse Cuthill–McKee ordering (George &amp; Liu 1981, ch. 4): breadth first from the rim of each component. It
/// keeps neighbours close, which suits incomplete factorisations (Duff &amp; Meurant 1989), as nested dissection does
/// not.
/// </summary>
internal static class ReverseCuthillMcKeeOrdering
{
    /// <summary>The vertices in the order of their elimination: order[new] = old, n.</summary>
    public static int[] Order(AdjacencyGraph graph)
    {
        int[] order = new int[graph.VertexCount];
        int[] levels = new int[graph.VertexCount];
        bool[] done = new bool[graph.VertexCount];
        int count = 0;
        for (int vertex = 0; vertex < graph.VertexCount; vertex++)
        {
            if (!done[vertex])
            {
                int start = PseudoPeripheral(graph, vertex, levels, order.AsSpan(count));
                Span<int> component = order.AsSpan(count, Search(graph, start, levels, order.AsSpan(count)));
                foreach (int member in component)
                {
                    done[member] = true;
                }

                count += component.Length;
            }
        }

        Array.Reverse(order);
        return order;
    }

    /// <summary>
    /// A vertex of almost greatest eccentricity: from the last level the search restarts at a vertex of least degree
    /// as long as the levels grow in number (George &amp; Liu 1979).
    /// </summary>
    private static int PseudoPeripheral(AdjacencyGraph graph, int start, int[] levels, Span<int> found)
    {
        for (int depth = 0; ;)
        {
            ReadOnlySpan<int> reached = found[..Search(graph, start, levels, found)];
            int last = levels[reached[^1]];
            if (last <= depth)
            {
                return start;
            }

            depth = last;
            start = reached[^1];
            for (int i = reached.Length - 1; i >= 0 && levels[reached[i]] == last; i--)
            {
                start = graph.Neighbors(reached[i]).Length < graph.Neighbors(start).Length ? reached[i] : start;
            }
        }
    }

    /// <summary>
    /// The component of <paramref name="start"/> breadth first, neighbours by ascending degree; levels count from 1
    /// during the search and are left behind for its vertices.
    /// </summary>
    private static int Search(AdjacencyGraph graph, int start, int[] levels, Span<int> found)
    {
        Forget(graph, start, levels, found);
        found[0] = start;
        levels[start] = 1;
        int count = 1;
        for (int i = 0; i < count; i++)
        {
            int first = count;
            foreach (int neighbor in graph.Neighbors(found[i]))
            {
                if (levels[neighbor] == 0)
                {
                    levels[neighbor] = levels[found[i]] + 1;
                    found[count++] = neighbor;
                }
            }

            found[first..count].Sort((a, b) => Compare(graph, a, b));
        }

        return count;
    }

    /// <summary>Clears the levels that the search before left in this component.</summary>
    private static void Forget(AdjacencyGraph graph, int start, int[] levels, Span<int> found)
    {
        int count = 0;
        Visit(start, found);
        for (int i = 0; i < count; i++)
        {
            foreach (int neighbor in graph.Neighbors(found[i]))
            {
                Visit(neighbor, found);
            }
        }

        void Visit(int vertex, Span<int> queue)
        {
            if (levels[vertex] != 0)
            {
                levels[vertex] = 0;
                queue[count++] = vertex;
            }
        }
    }

    private static int Compare(AdjacencyGraph graph, int a, int b)
    {
        int order = graph.Neighbors(a).Length.CompareTo(graph.Neighbors(b).Length);
        return order != 0 ? order : a.CompareTo(b);
    }
}
