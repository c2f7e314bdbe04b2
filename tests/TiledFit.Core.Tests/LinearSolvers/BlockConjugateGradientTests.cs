using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

public class BlockConjugateGradientTests
{
    [Theory]
    [MemberData(nameof(PatternCases.WithBlockSizes), MemberType = typeof(PatternCases))]
    public void SolutionIsThatOfTheDenseFactorisation(string name, int blockSize)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(PatternCases.Create(name), blockSize, 3, 0.01);
        double[] shift = [.. Patterns.Vector(matrix.Order, 4).Select(Math.Abs)];
        double[] rightHandSide = Patterns.Vector(matrix.Order, 5), solution = new double[matrix.Order];
        Assert.True(new BlockConjugateGradient().TrySolve(matrix, shift, rightHandSide, 1e-12, solution));
        Assert.InRange(DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-10);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(17)]
    public void BlocksLargerThanAVectorAreSolved(int blockSize)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(5, 4), blockSize, 3, 0.01);
        double[] shift = new double[matrix.Order], solution = new double[matrix.Order];
        double[] rightHandSide = Patterns.Vector(matrix.Order, 5);
        Assert.True(new BlockConjugateGradient().TrySolve(matrix, shift, rightHandSide, 1e-12, solution));
        Assert.InRange(DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-10);
    }

    [Theory]
    [InlineData("chain")]
    [InlineData("dense")]
    public void WhereThereIsNoFillOneIterationIsEnough(string name)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(PatternCases.Create(name), 6, 3, 0.01);
        double[] zeros = new double[matrix.Order], rightHandSide = Patterns.Vector(matrix.Order, 5);
        var solver = new BlockConjugateGradient();
        Assert.True(solver.TrySolve(matrix, zeros, rightHandSide, 1e-9, new double[matrix.Order]));
        Assert.Equal(1, solver.Iterations);
    }

    [Fact]
    public void LooserToleranceTakesFewerIterations()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(20, 20, 1.5), 3, 3, 1e-3);
        double[] zeros = new double[matrix.Order], rightHandSide = Patterns.Vector(matrix.Order, 5);
        var solver = new BlockConjugateGradient();
        Assert.True(solver.TrySolve(matrix, zeros, rightHandSide, 1e-1, new double[matrix.Order]));
        int loose = solver.Iterations;
        Assert.True(solver.TrySolve(matrix, zeros, rightHandSide, 1e-10, new double[matrix.Order]));
        Assert.InRange(loose, 1, solver.Iterations - 1);
    }

    [Fact]
    public void NegativeCurvatureIsRefused()
    {
        // Eigenvalues 1 ± 1.5 of positive diagonal blocks: only the iteration itself can see it.
        var matrix = new BlockSymmetricMatrix(Patterns.Chain(2), 1);
        (matrix.Diagonal[0], matrix.Diagonal[1], matrix.Lower[0]) = (1, 1, 1.5);
        Assert.False(new BlockConjugateGradient().TrySolve(matrix, [0, 0], [1, -1], 1e-10, new double[2]));
    }

    [Fact]
    public void FailingPivotIsHelpedByADiagonalShift()
    {
        // A ring of four (Kershaw 1978): positive definite, but IC(0) meets a negative pivot.
        int[] pointers = [0, 2, 3, 4, 4];
        var matrix = new BlockSymmetricMatrix(new BlockPattern(pointers, [1, 3, 2, 3], [0, 1, 1, 0], [0, 0, 1, 1]), 1);
        Array.Fill(matrix.Diagonal, 3);
        new double[] { -2, 2, -2, -2 }.CopyTo(matrix.Lower, 0);
        double[] zeros = new double[4], rightHandSide = [1, 2, 3, 4], solution = new double[4];
        Assert.True(new BlockConjugateGradient().TrySolve(matrix, zeros, rightHandSide, 1e-12, solution));
        Assert.InRange(DenseReference.Distance(solution, DenseReference.Solve(matrix, zeros, rightHandSide)), 0, 1e-10);
    }

    [Fact]
    public void NegativeDiagonalIsRefused()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(4, 4), 6, 3);
        double[] shift = new double[matrix.Order];
        shift[13] = -1e6;
        Assert.False(new BlockConjugateGradient().TrySolve(matrix, shift, shift, 1e-3, new double[matrix.Order]));
    }

    [Fact]
    public void NothingToSolveIsSolved()
    {
        var matrix = new BlockSymmetricMatrix(Patterns.Diagonal(0), 6);
        Assert.True(new BlockConjugateGradient().TrySolve(matrix, [], [], 0, []));
    }

    [Fact]
    public void ZeroRightHandSideGivesZero()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(4, 4), 6, 3);
        double[] zeros = new double[matrix.Order], solution = Patterns.Vector(matrix.Order, 5);
        Assert.True(new BlockConjugateGradient().TrySolve(matrix, zeros, zeros, 0.1, solution));
        Assert.Equal(zeros, solution);
    }

    [Fact]
    public void AfterACancellationItSolvesAgain()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(9, 8), 6, 3, 0.01);
        double[] shift = new double[matrix.Order], solution = new double[matrix.Order];
        double[] rightHandSide = Patterns.Vector(matrix.Order, 5);
        var solver = new BlockConjugateGradient();
        Assert.Throws<OperationCanceledException>(
            () => solver.TrySolve(matrix, shift, rightHandSide, 1e-12, solution, new CancellationToken(true)));
        Assert.True(solver.TrySolve(matrix, shift, rightHandSide, 1e-12, solution));
        Assert.InRange(DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-9);
    }

    [Fact]
    public void SecondSolveRepeatsTheBitsWithoutAllocating()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Scattered(200, 2, 1), 6, 3);
        double[] shift = new double[matrix.Order], rightHandSide = Patterns.Vector(matrix.Order, 5);
        double[] first = new double[matrix.Order], second = new double[matrix.Order];
        var solver = new BlockConjugateGradient();
        Assert.True(solver.TrySolve(matrix, shift, rightHandSide, 1e-6, first));
        double[] other = [.. shift.Select(_ => 1.0)];
        Assert.True(solver.TrySolve(matrix, other, rightHandSide, 1e-6, second));

        // The runtime may allocate once for a method that it compiles anew.
        long least = long.MaxValue;
        for (int k = 0; k < 3; k++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            bool isSolved = solver.TrySolve(matrix, shift, rightHandSide, 1e-6, second);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - allocated);
            Assert.True(isSolved);
        }

        Assert.Equal(0, least);
        Assert.Equal(first, second);
    }
}
