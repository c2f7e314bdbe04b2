using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

public class BlockCholeskyTests
{
    [Theory]
    [MemberData(nameof(PatternCases.WithBlockSizes), MemberType = typeof(PatternCases))]
    public void SolutionIsThatOfTheDenseFactorisation(string name, int blockSize)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(PatternCases.Create(name), blockSize, 3, 0.01);
        double[] shift = [.. Patterns.Vector(matrix.Order, 4).Select(Math.Abs)];
        double[] rightHandSide = Patterns.Vector(matrix.Order, 5), solution = new double[matrix.Order];
        Assert.True(new BlockCholesky().TrySolve(matrix, shift, rightHandSide, 0, solution));
        Assert.InRange(DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-12);
    }

    [Fact]
    public void FrontsWiderThanOneBlockOfColumnsAndTallerThanOneChunkAreRight()
    {
        // 160 dense blocks of 6: 960 columns, many blocks of columns and several chunks of strips.
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Dense(160), 6, 3, 0.01);
        double[] shift = new double[matrix.Order], solution = new double[matrix.Order];
        double[] rightHandSide = Patterns.Vector(matrix.Order, 5);
        Assert.True(new BlockCholesky().TrySolve(matrix, shift, rightHandSide, 0, solution));
        Assert.InRange(DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-12);
    }

    [Fact]
    public void NothingToSolveIsSolved()
    {
        var matrix = new BlockSymmetricMatrix(Patterns.Diagonal(0), 6);
        Assert.True(new BlockCholesky().TrySolve(matrix, [], [], 0, []));
    }

    [Theory]
    [MemberData(nameof(PatternCases.WithBlockSizes), MemberType = typeof(PatternCases))]
    public void IndefiniteMatrixIsRefused(string name, int blockSize)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(PatternCases.Create(name), blockSize, 3);
        double[] shift = new double[matrix.Order];
        int pivot = matrix.Order / 2;
        shift[pivot] = -2 * matrix.Diagonal[(pivot * blockSize) + (pivot % blockSize)];
        Assert.False(new BlockCholesky().TrySolve(matrix, shift, shift, 0, new double[matrix.Order]));
    }

    [Fact]
    public void AfterACancellationItSolvesAgain()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(9, 8), 6, 3, 0.01);
        double[] shift = new double[matrix.Order], solution = new double[matrix.Order];
        double[] rightHandSide = Patterns.Vector(matrix.Order, 5);
        var solver = new BlockCholesky();
        Assert.Throws<OperationCanceledException>(
            () => solver.TrySolve(matrix, shift, rightHandSide, 0, solution, new CancellationToken(true)));
        Assert.True(solver.TrySolve(matrix, shift, rightHandSide, 0, solution));
        Assert.InRange(DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-12);
    }

    [Fact]
    public void SingularMatrixIsRefused()
    {
        // Two blocks of ones: rank one, and every later pivot cancels exactly.
        var matrix = new BlockSymmetricMatrix(Patterns.Chain(2), 3);
        Array.Fill(matrix.Diagonal, 1);
        Array.Fill(matrix.Lower, 1);
        Assert.False(new BlockCholesky().TrySolve(matrix, new double[6], new double[6], 0, new double[6]));
    }

    [Fact]
    public void NotANumberIsRefused()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(5, 5), 6, 3);
        matrix.Lower[40] = double.NaN;
        double[] zeros = new double[matrix.Order];
        Assert.False(new BlockCholesky().TrySolve(matrix, zeros, zeros, 0, new double[matrix.Order]));
    }

    [Fact]
    public void SecondSolveRepeatsTheBitsWithoutAllocating()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Scattered(200, 2, 1), 6, 3);
        double[] shift = new double[matrix.Order], rightHandSide = Patterns.Vector(matrix.Order, 5);
        double[] first = new double[matrix.Order], second = new double[matrix.Order];
        var solver = new BlockCholesky();
        Assert.True(solver.TrySolve(matrix, shift, rightHandSide, 0, first));
        double[] other = [.. shift.Select(_ => 1.0)];
        Assert.True(solver.TrySolve(matrix, other, rightHandSide, 0, second));
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(solver.TrySolve(matrix, shift, rightHandSide, 0, second));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.Equal(first, second);
    }

    [Fact]
    public void AnotherPatternIsAnalysedAnew()
    {
        var solver = new BlockCholesky();
        foreach (BlockPattern pattern in new[] { Patterns.Grid(6, 6), Patterns.Chain(5), Patterns.Dense(20) })
        {
            BlockSymmetricMatrix matrix = Patterns.Fill(pattern, 6, 3);
            double[] shift = new double[matrix.Order], rightHandSide = Patterns.Vector(matrix.Order, 5);
            double[] solution = new double[matrix.Order];
            Assert.True(solver.TrySolve(matrix, shift, rightHandSide, 0, solution));
            Assert.InRange(
                DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-12);
        }
    }
}
