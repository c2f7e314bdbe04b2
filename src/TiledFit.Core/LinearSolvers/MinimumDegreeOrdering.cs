using System.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Minimum degree on a small part of a graph (George &amp; Liu 1981, ch. 5): of the vertices left, one with the fewest
/// neighbours goes next and makes them a clique. At most 64 vertices, so that a neighbourhood is one machine word.
/// </summary>
internal sealed class MinimumDegreeOrdering(AdjacencyGraph graph)
{
    private readonly int[] _local = new int[graph.VertexCount];

    /// <summary>Puts <paramref name="vertices"/> (at most 64) into their order of elimination.</summary>
    public void Order(Span<int> vertices)
    {
        Span<ulong> adjacency = stackalloc ulong[vertices.Length];
        Connect(vertices, adjacency);
        int[] old = vertices.ToArray();
        ulong remaining = vertices.Length == 64 ? ulong.MaxValue : (1UL << vertices.Length) - 1;
        for (int i = 0; i < old.Length; i++)
        {
            int next = LeastDegree(adjacency, remaining);
            remaining &= ~(1UL << next);
            Eliminate(adjacency, next, remaining);
            vertices[i] = old[next];
        }
    }

    private void Connect(ReadOnlySpan<int> vertices, Span<ulong> adjacency)
    {
        for (int i = 0; i < vertices.Length; i++)
        {
            _local[vertices[i]] = i;
        }

        for (int i = 0; i < vertices.Length; i++)
        {
            foreach (int neighbor in graph.Neighbors(vertices[i]))
            {
                int j = _local[neighbor];
                if (j < vertices.Length && vertices[j] == neighbor)
                {
                    adjacency[i] |= 1UL << j;
                }
            }
        }
    }

    private static int LeastDegree(ReadOnlySpan<ulong> adjacency, ulong remaining)
    {
        int best = -1;
        for (ulong left = remaining; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            if (best < 0 || Degree(adjacency[i], remaining) < Degree(adjacency[best], remaining))
            {
                best = i;
            }
        }

        return best;
    }

    private static int Degree(ulong neighbors, ulong remaining) => BitOperations.PopCount(neighbors & remaining);

    private static void Eliminate(Span<ulong> adjacency, int vertex, ulong remaining)
    {
        ulong clique = adjacency[vertex] & remaining;
        for (ulong left = clique; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            adjacency[i] |= clique & ~(1UL << i);
        }
    }
}
