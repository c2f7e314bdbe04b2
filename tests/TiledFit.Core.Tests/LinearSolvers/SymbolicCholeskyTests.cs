using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

public class SymbolicCholeskyTests
{
    [Theory]
    [MemberData(nameof(PatternCases.Names), MemberType = typeof(PatternCases))]
    public void NestedDissectionIsAPermutation(string name)
    {
        BlockPattern pattern = PatternCases.Create(name);
        int[] order = NestedDissectionOrdering.Order(new AdjacencyGraph(pattern), pattern.X, pattern.Y);
        Assert.Equal(Enumerable.Range(0, pattern.BlockCount), order.Order());
    }

    [Fact]
    public void NestedDissectionOfAGridSeparatesItByOneColumn()
    {
        BlockPattern pattern = Patterns.Grid(10, 5);
        int[] order = NestedDissectionOrdering.Order(new AdjacencyGraph(pattern), pattern.X, pattern.Y);
        Assert.Equal([4, 14, 24, 34, 44], order[^5..]);
    }

    [Fact]
    public void SeparatorIsNoLargerThanTheSmallerBoundary()
    {
        // Vertex 0 of the first part touches all of the second part: it alone separates them.
        int[] pointers = [0, 3, 3, 3, 3];
        var graph = new AdjacencyGraph(new BlockPattern(pointers, [1, 2, 3], new double[4], new double[4]));
        var separator = new VertexSeparator(graph);
        separator.Find([0], [1, 2, 3]);
        Assert.Equal(0, separator.CopyRest([0], new int[1]));
        Assert.Equal(3, separator.CopyRest([1, 2, 3], new int[3]));
    }

    [Fact]
    public void MinimumDegreeEliminatesAStarWithoutFill()
    {
        int[] pointers = [0, 3, 3, 3, 3];
        var graph = new AdjacencyGraph(new BlockPattern(pointers, [1, 2, 3], new double[4], new double[4]));
        int[] order = [0, 1, 2, 3];
        new MinimumDegreeOrdering(graph).Order(order);
        Assert.Contains(0, order[2..]);
    }

    [Theory]
    [MemberData(nameof(PatternCases.Names), MemberType = typeof(PatternCases))]
    public void ColumnCountsAreThoseOfTheDenseFactor(string name)
    {
        BlockPattern pattern = PatternCases.Create(name);
        var graph = new AdjacencyGraph(pattern);
        var tree = new EliminationTree(graph, NestedDissectionOrdering.Order(graph, pattern.X, pattern.Y));
        Matrix<double> factor = DenseFactor(pattern, tree.Order);
        for (int column = 0; column < pattern.BlockCount; column++)
        {
            Assert.Equal(factor.Column(column).Count(v => v != 0), tree.ColumnCounts[column]);
            int parent = Enumerable.Range(column + 1, pattern.BlockCount - column - 1)
                .FirstOrDefault(row => factor[row, column] != 0, -1);
            Assert.Equal(parent, tree.Parents[column]);
        }
    }

    [Theory]
    [MemberData(nameof(PatternCases.Names), MemberType = typeof(PatternCases))]
    public void FrontsHoldTheFillOfTheDenseFactor(string name)
    {
        BlockPattern pattern = PatternCases.Create(name);
        var symbolic = new SymbolicCholesky(pattern, 6);
        Matrix<double> factor = DenseFactor(pattern, symbolic.Order.ToArray());
        Assert.Equal(Enumerable.Range(0, pattern.BlockCount), symbolic.Order.ToArray().Order());
        Assert.Equal(pattern.BlockCount, symbolic.Fronts.Sum(front => front.ColumnCount));
        foreach (Front front in symbolic.Fronts)
        {
            int end = front.FirstColumn + front.ColumnCount;
            for (int column = front.FirstColumn; column < end; column++)
            {
                int[] below = [.. Enumerable.Range(end, pattern.BlockCount - end).Where(r => factor[r, column] != 0)];
                Assert.Subset(front.Rows.ToHashSet(), below.ToHashSet());
            }
        }
    }

    [Fact]
    public void FlopsOfADenseMatrixAreItsSumOfSquares()
    {
        var symbolic = new SymbolicCholesky(Patterns.Dense(10), 6);
        Assert.Equal(Enumerable.Range(1, 60).Sum(m => (double)m * m), symbolic.Flops, 6);
    }

    /// <summary>
    /// The dense factor of a random matrix with this pattern, its rows in the order of elimination: for random values
    /// no fill cancels.
    /// </summary>
    private static Matrix<double> DenseFactor(BlockPattern pattern, int[] order)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(pattern, 1, 2);
        Matrix<double> dense = DenseReference.ToDense(matrix, new double[matrix.Order]);
        return Matrix<double>.Build.Dense(order.Length, order.Length, (i, j) => dense[order[i], order[j]])
            .Cholesky().Factor;
    }
}
