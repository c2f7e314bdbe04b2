using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

public class SparseNormalSolverTests
{
    [Theory]
    [InlineData("chain", 3)]
    [InlineData("dense", 1)]
    [InlineData("hexagonal", 6)]
    public void SmallSystemsAreFactored(string name, int blockSize) =>
        Assert.IsType<BlockCholesky>(new SparseNormalSolver().Choose(PatternCases.Create(name), blockSize, 100));

    [Fact]
    public void LargeDenselyCoupledSystemsAreIterated() =>
        Assert.IsType<BlockConjugateGradient>(new SparseNormalSolver().Choose(Patterns.Grid(60, 60, 5), 6, 100));

    [Fact]
    public void WeaklyCoupledSystemsAreIterated() =>
        Assert.IsType<BlockConjugateGradient>(new SparseNormalSolver().Choose(Patterns.Scattered(400, 1.6, 1), 6, 5));

    [Fact]
    public void SystemsThatTakeManyIterationsAreFactored() => Assert.IsType<BlockCholesky>(
        new SparseNormalSolver().Choose(Patterns.Scattered(400, 1.6, 1), 6, 60));

    [Fact]
    public void LessDampingTakesMoreIterations()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Scattered(400, 1.6, 1), 6, 3);
        double[] shift = [.. Enumerable.Range(0, matrix.Order).Select(
            i => 1e-4 * matrix.Diagonal[(i / 6 * 36) + (i % 6 * 7)])];
        double expected = SparseNormalSolver.ExpectedIterations(matrix, shift, 2 * Math.Exp(-5));
        Assert.Equal(
            0.01 * 5 * 100 * 2 * matrix.Pattern.LowerCount / matrix.Pattern.BlockCount, expected, 1e-9 * expected);
        shift[0] = 1e12;
        Assert.InRange(SparseNormalSolver.ExpectedIterations(matrix, shift, 2 * Math.Exp(-5)), 0.99 * expected, expected);
        Array.Clear(shift);
        Assert.Equal(500, SparseNormalSolver.ExpectedIterations(matrix, shift, 0.1));
    }

    [Fact]
    public void SolvesPatternAfterPattern()
    {
        var solver = new SparseNormalSolver();
        foreach (string name in new[] { "grid", "dense", "grid" })
        {
            BlockSymmetricMatrix matrix = Patterns.Fill(PatternCases.Create(name), 6, 3);
            double[] shift = new double[matrix.Order], rightHandSide = Patterns.Vector(matrix.Order, 5);
            double[] solution = new double[matrix.Order];
            Assert.True(solver.TrySolve(matrix, shift, rightHandSide, 1e-12, solution));
            Assert.InRange(
                DenseReference.Distance(solution, DenseReference.Solve(matrix, shift, rightHandSide)), 0, 1e-10);
        }
    }
}
