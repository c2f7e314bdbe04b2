namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Geometric nested dissection (George &amp; Liu 1981, ch. 8; Davis 2006, §7.6): the vertices are halved at the median
/// coordinate, a smallest vertex separator between the halves is numbered last, and the halves are dissected in turn.
/// Both axes are tried and the smaller separator wins.
/// </summary>
internal sealed class NestedDissectionOrdering
{
    private const int LeafSize = 8;

    private readonly AdjacencyGraph _graph;
    private readonly double[][] _axes;
    private readonly int[] _order;
    private readonly VertexSeparator _separator;
    private readonly MinimumDegreeOrdering _minimumDegree;

    private NestedDissectionOrdering(AdjacencyGraph graph, double[] x, double[] y)
    {
        _graph = graph;
        _axes = [x, y];
        _order = [.. Enumerable.Range(0, graph.VertexCount)];
        _separator = new VertexSeparator(graph);
        _minimumDegree = new MinimumDegreeOrdering(graph);
    }

    /// <summary>The elimination order of a graph whose vertex v lies at (x[v], y[v]).</summary>
    /// <returns>The vertices in the order of their elimination: order[new] = old, n.</returns>
    public static int[] Order(AdjacencyGraph graph, double[] x, double[] y)
    {
        var ordering = new NestedDissectionOrdering(graph, x, y);
        ordering.Dissect(ordering._order);
        return ordering._order;
    }

    private void Dissect(Span<int> vertices)
    {
        if (vertices.Length <= LeafSize)
        {
            _minimumDegree.Order(vertices);
            return;
        }

        int first = Partition(vertices, _axes[0], _axes[1], out int second, out int[] best);
        int otherFirst = Partition(vertices, _axes[1], _axes[0], out int otherSecond, out int[] other);
        if (otherFirst + otherSecond > first + second)
        {
            (first, second, best) = (otherFirst, otherSecond, other);
        }

        best.CopyTo(vertices);
        if (first + second == 0)
        {
            return;
        }

        Dissect(vertices[..first]);
        Dissect(vertices.Slice(first, second));
    }

    /// <summary>
    /// Arranges the vertices as (first part, second part, separator) for a cut across <paramref name="axis"/>.
    /// </summary>
    private int Partition(Span<int> vertices, double[] axis, double[] tieBreak, out int second, out int[] arranged)
    {
        vertices.Sort((a, b) => ComparePositions(a, b, axis, tieBreak));
        int half = vertices.Length / 2;
        _separator.Find(vertices[..half], vertices[half..]);
        arranged = new int[vertices.Length];
        int first = _separator.CopyRest(vertices[..half], arranged);
        second = _separator.CopyRest(vertices[half..], arranged.AsSpan(first));
        Span<int> cut = arranged.AsSpan(first + second);
        _separator.CopySeparator(vertices, cut);
        cut.Sort((a, b) => ComparePositions(a, b, tieBreak, axis));
        return first;
    }

    private static int ComparePositions(int a, int b, double[] axis, double[] tieBreak)
    {
        int order = axis[a].CompareTo(axis[b]);
        order = order != 0 ? order : tieBreak[a].CompareTo(tieBreak[b]);
        return order != 0 ? order : a.CompareTo(b);
    }
}
