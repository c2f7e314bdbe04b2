namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The elimination tree of a graph under a postordered elimination order, with the column counts of the factor
/// (Liu 1990; Davis 2006, ch. 4).
/// </summary>
internal sealed class EliminationTree
{
    private readonly AdjacencyGraph _graph;

    /// <summary>
    /// The tree for the elimination order <paramref name="order"/> (order[new] = old), which is first brought into an
    /// equivalent postorder: same fill, children before parents, every subtree contiguous.
    /// </summary>
    public EliminationTree(AdjacencyGraph graph, int[] order)
    {
        _graph = graph;
        Order = order;
        Position = Invert(order);
        int[] postorder = Postorder(FindParents());
        Order = [.. postorder.Select(column => order[column])];
        Position = Invert(Order);
        Parents = FindParents();
        ColumnCounts = CountColumns();
    }

    /// <summary>The postordered elimination order: Order[new] = old.</summary>
    public int[] Order { get; }

    /// <summary>Its inverse: Position[old] = new.</summary>
    public int[] Position { get; }

    /// <summary>The parent of each column, −1 at a root.</summary>
    public int[] Parents { get; }

    /// <summary>Nonzeros in each column of the factor, the diagonal included.</summary>
    public int[] ColumnCounts { get; }

    /// <summary>The inverse of a permutation.</summary>
    public static int[] Invert(int[] permutation)
    {
        int[] inverse = new int[permutation.Length];
        for (int i = 0; i < permutation.Length; i++)
        {
            inverse[permutation[i]] = i;
        }

        return inverse;
    }

    /// <summary>
    /// The vertices of a forest (parent −1 at a root), children before parents, siblings ascending.
    /// </summary>
    public static int[] Postorder(int[] parents)
    {
        int n = parents.Length;
        int[] firstChild = new int[n];
        int[] nextSibling = new int[n];
        Array.Fill(firstChild, -1);
        int root = -1;
        for (int v = n - 1; v >= 0; v--)
        {
            ref int head = ref parents[v] < 0 ? ref root : ref firstChild[parents[v]];
            (nextSibling[v], head) = (head, v);
        }

        int[] postorder = new int[n];
        int count = 0;
        var path = new Stack<int>();
        for (int next = root; next >= 0 || path.Count > 0;)
        {
            for (; next >= 0; next = firstChild[next])
            {
                path.Push(next);
            }

            postorder[count++] = path.Pop();
            next = nextSibling[postorder[count - 1]];
        }

        return postorder;
    }

    /// <summary>Liu's algorithm with path compression (Davis 2006, §4.1).</summary>
    private int[] FindParents()
    {
        int n = _graph.VertexCount;
        int[] parents = new int[n];
        int[] ancestors = new int[n];
        for (int row = 0; row < n; row++)
        {
            (parents[row], ancestors[row]) = (-1, -1);
            foreach (int neighbor in _graph.Neighbors(Order[row]))
            {
                int next;
                for (int column = Position[neighbor]; column >= 0 && column < row; column = next)
                {
                    next = ancestors[column];
                    ancestors[column] = row;
                    if (next < 0)
                    {
                        parents[column] = row;
                    }
                }
            }
        }

        return parents;
    }

    /// <summary>Row i of the factor is the i-th row subtree: each column in it counts one (Davis 2006, §4.2).</summary>
    private int[] CountColumns()
    {
        int n = _graph.VertexCount;
        int[] counts = new int[n];
        int[] visited = new int[n];
        Array.Fill(visited, -1);
        for (int row = 0; row < n; row++)
        {
            visited[row] = row;
            counts[row]++;
            foreach (int neighbor in _graph.Neighbors(Order[row]))
            {
                for (int column = Position[neighbor]; column < row && visited[column] != row; column = Parents[column])
                {
                    visited[column] = row;
                    counts[column]++;
                }
            }
        }

        return counts;
    }
}
