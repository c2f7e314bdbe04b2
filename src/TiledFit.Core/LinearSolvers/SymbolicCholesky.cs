using System.Runtime.CompilerServices;
namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// The symbolic phase of the factorisation (Davis 2006, ch. 4 and 9): nested dissection, elimination tree, supernodes,
/// and where every number of the factor will lie. Serves any matrix of the same pattern and block size.
/// </summary>
internal sealed class SymbolicCholesky
{
    private readonly int _blockSize;
    private readonly int[] _order;
    private readonly int[] _position;

    /// <summary>Analyses <paramref name="pattern"/> for blocks of <paramref name="blockSize"/> parameters.</summary>
    public SymbolicCholesky(BlockPattern pattern, int blockSize)
    {
        _blockSize = blockSize;
        var graph = new AdjacencyGraph(pattern);
        var tree = new EliminationTree(graph, NestedDissectionOrdering.Order(graph, pattern.X, pattern.Y));
        var supernodes = new SupernodeTree(graph, tree, blockSize);
        int[] nodes = [.. EliminationTree.Postorder(supernodes.Parents).Where(s => supernodes.Columns(s).Count > 0)];
        _order = [.. nodes.SelectMany(supernodes.Columns).Select(column => tree.Order[column])];
        _position = EliminationTree.Invert(_order);
        Fronts = BuildFronts(graph, tree, supernodes, nodes);
        PlaceFronts();
        Flops = Fronts.Sum(front => front.Flops);
    }

    /// <summary>The supernodes, children before parents.</summary>
    public Front[] Fronts { get; }

    /// <summary>The elimination order of the blocks: Order[new] = old.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Multiplications and additions of one factorisation.</summary>
    public double Flops { get; }

    /// <summary>Doubles that the factor takes.</summary>
    public long FactorLength { get; private set; }

    /// <summary>Doubles that each of the two stacks of update matrices takes.</summary>
    public long[] StackLengths { get; } = new long[2];

    /// <summary>Scalar rows of the tallest panel.</summary>
    public int LargestPanelHeight { get; private set; }

    private Front[] BuildFronts(AdjacencyGraph graph, EliminationTree tree, SupernodeTree supernodes, int[] nodes)
    {
        int[] frontOf = new int[supernodes.Count];
        var fronts = new Front[nodes.Length];
        int firstColumn = 0;
        for (int f = 0; f < nodes.Length; f++)
        {
            frontOf[nodes[f]] = f;
            int[] rows = [.. supernodes.Rows(nodes[f]).Select(row => _position[tree.Order[row]]).Order()];
            int[] children = [.. supernodes.Children(nodes[f]).Select(child => frontOf[child]).Order()];
            int columnCount = supernodes.Columns(nodes[f]).Count;
            fronts[f] = new Front(firstColumn, columnCount, rows, children, _blockSize)
            {
                Entries = FindEntries(graph, firstColumn, columnCount, rows),
            };
            firstColumn += columnCount;
        }

        return fronts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private FrontEntry[] FindEntries(AdjacencyGraph graph, int firstColumn, int columnCount, int[] rows)
    {
        var entries = new List<FrontEntry>();
        for (int column = firstColumn; column < firstColumn + columnCount; column++)
        {
            ReadOnlySpan<int> neighbors = graph.Neighbors(_order[column]);
            ReadOnlySpan<int> blocks = graph.Entries(_order[column]);
            for (int k = 0; k < neighbors.Length; k++)
            {
                int row = _position[neighbors[k]];
                if (row > column)
                {
                    int localRow = LocalRow(row, firstColumn, columnCount, rows);
                    bool transposed = neighbors[k] < _order[column];
                    entries.Add(new FrontEntry(blocks[k], transposed, localRow, (column - firstColumn) * _blockSize));
                }
            }
        }

        return [.. entries];
    }

    /// <summary>The scalar row of a panel at which a block row starts.</summary>
    private int LocalRow(int row, int firstColumn, int columnCount, int[] rows) =>
        row < firstColumn + columnCount
            ? (row - firstColumn) * _blockSize
            : Front.Pad(columnCount * _blockSize) + (Array.BinarySearch(rows, row) * _blockSize);

    /// <summary>
    /// Lays out panels and update matrices. A front pushes its update matrix on the stack of its depth's parity while
    /// those of its children are still the top of the other stack, so that none ever moves.
    /// </summary>
    private void PlaceFronts()
    {
        AssignStacks();
        long[] tops = new long[2];
        foreach (Front front in Fronts)
        {
            front.PanelOffset = FactorLength;
            front.UpdateOffset = tops[front.Stack];
            FactorLength += front.PanelLength;
            tops[front.Stack] += front.UpdateLength;
            StackLengths[front.Stack] = Math.Max(StackLengths[front.Stack], tops[front.Stack]);
            LargestPanelHeight = Math.Max(LargestPanelHeight, front.PaddedPivotCount + front.PaddedRowCount);
            foreach (int child in front.Children)
            {
                Fronts[child].ParentRuns = FindRuns(Fronts[child].Rows, front);
                tops[1 - front.Stack] -= Fronts[child].UpdateLength;
            }
        }
    }

    private void AssignStacks()
    {
        for (int f = Fronts.Length - 1; f >= 0; f--)
        {
            foreach (int child in Fronts[f].Children)
            {
                Fronts[child].Stack = 1 - Fronts[f].Stack;
            }
        }
    }

    private RowRun[] FindRuns(int[] rows, Front parent)
    {
        var runs = new List<RowRun>();
        for (int q = 0; q < rows.Length; q++)
        {
            int destination = LocalRow(rows[q], parent.FirstColumn, parent.ColumnCount, parent.Rows);
            if (runs.Count > 0 && runs[^1].Destination + runs[^1].Length == destination
                && destination != parent.PaddedPivotCount)
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + _blockSize };
            }
            else
            {
                runs.Add(new RowRun(q * _blockSize, destination, _blockSize));
            }
        }

        return [.. runs];
    }
}
