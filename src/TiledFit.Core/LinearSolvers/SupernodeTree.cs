namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The tree of supernodes (Liu, Ng &amp; Peyton 1993): columns of the factor with the same pattern below are taken
/// together, then a child is merged into its parent wherever the zeros this stores cost less than the two separate
/// fronts (relaxed amalgamation, Ashcraft &amp; Grimes 1989; Duff &amp; Reid 1983).
/// </summary>
internal sealed class SupernodeTree
{
    // Cost of a front in flops: a pass over its entries moves data at about the pace of this many flops each, and
    // starting a front takes as long as some thousands.
    private const double FlopsPerEntry = 12;
    private const double FlopsPerFront = 4000;

    private readonly int _blockSize;
    private readonly List<int>[] _columns;
    private readonly List<int>[] _children;
    private readonly int[][] _rows;

    /// <summary>The supernodes of the factor described by <paramref name="tree"/>.</summary>
    public SupernodeTree(AdjacencyGraph graph, EliminationTree tree, int blockSize)
    {
        _blockSize = blockSize;
        int[] owners = FindOwners(tree, out int count);
        Parents = new int[count];
        _columns = NewLists(count);
        _children = NewLists(count);
        _rows = new int[count][];
        for (int column = 0; column < owners.Length; column++)
        {
            _columns[owners[column]].Add(column);
        }

        FindRows(graph, tree, owners);
        for (int node = 0; node < count; node++)
        {
            Amalgamate(node);
        }
    }

    /// <summary>Number of supernodes before amalgamation; merged ones have no columns left.</summary>
    public int Count => Parents.Length;

    /// <summary>The parent of each supernode, −1 at a root.</summary>
    public int[] Parents { get; }

    /// <summary>The columns of a supernode, in the order of elimination.</summary>
    public IReadOnlyList<int> Columns(int node) => _columns[node];

    /// <summary>The rows of a supernode below its columns, ascending.</summary>
    public int[] Rows(int node) => _rows[node];

    /// <summary>The children of a supernode.</summary>
    public IReadOnlyList<int> Children(int node) => _children[node];

    private static List<int>[] NewLists(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<int>())];

    private static int[] FindOwners(EliminationTree tree, out int count)
    {
        int[] owners = new int[tree.Parents.Length];
        count = 0;
        for (int column = 0; column < owners.Length; column++)
        {
            bool continues = column > 0
                && tree.Parents[column - 1] == column
                && tree.ColumnCounts[column - 1] == tree.ColumnCounts[column] + 1;
            owners[column] = continues ? count - 1 : count++;
        }

        return owners;
    }

    /// <summary>
    /// Symbolic factorisation by supernodes: the rows of a supernode are those of the matrix in its columns and those
    /// of its children (George &amp; Liu 1981, §5.4).
    /// </summary>
    private void FindRows(AdjacencyGraph graph, EliminationTree tree, int[] owners)
    {
        int[] seen = new int[owners.Length];
        Array.Fill(seen, -1);
        for (int node = 0; node < Count; node++)
        {
            int last = _columns[node][^1];
            var found = new List<int>();
            foreach (int column in _columns[node])
            {
                foreach (int neighbor in graph.Neighbors(tree.Order[column]))
                {
                    Collect(tree.Position[neighbor]);
                }
            }

            foreach (int child in _children[node])
            {
                Array.ForEach(_rows[child], Collect);
            }

            found.Sort();
            _rows[node] = [.. found];
            Parents[node] = found.Count == 0 ? -1 : owners[found[0]];
            if (Parents[node] >= 0)
            {
                _children[Parents[node]].Add(node);
            }

            void Collect(int row)
            {
                if (row > last && seen[row] != node)
                {
                    seen[row] = node;
                    found.Add(row);
                }
            }
        }
    }

    private void Amalgamate(int node)
    {
        foreach (int child in _children[node].OrderByDescending(child => _rows[child].Length).ToArray())
        {
            int merged = _columns[child].Count + _columns[node].Count;
            double together = Cost(merged, _rows[node].Length);
            double apart = Cost(_columns[child].Count, _rows[child].Length)
                + Cost(_columns[node].Count, _rows[node].Length);
            if (together < apart)
            {
                Merge(child, node);
            }
        }
    }

    private void Merge(int child, int node)
    {
        _columns[node].InsertRange(0, _columns[child]);
        _columns[child].Clear();
        _children[node].Remove(child);
        _children[node].AddRange(_children[child]);
        foreach (int grandchild in _children[child])
        {
            Parents[grandchild] = node;
        }

        _children[child].Clear();
    }

    private double Cost(int columnBlocks, int rowBlocks)
    {
        double c = Front.Pad(columnBlocks * _blockSize), r = Front.Pad(rowBlocks * _blockSize);
        double flops = (c * c * c / 3) + (c * c * r) + (c * r * r);
        double entries = (c * (c + r)) + (r * r / 2);
        return flops + (FlopsPerEntry * entries) + FlopsPerFront;
    }
}
