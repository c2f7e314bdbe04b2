using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

public class SparseNormalSolverTests
{
    [Theory]
    [InlineData("chain", 3)]
    [InlineData("dense", 1)]
    [InlineData("hexagonal", 6)]
    public void SmallSystemsAreFactored(string name, int blockSize) =>
        Assert.IsType<BlockCholesky>(new SparseNormalSolver().Choose(PatternCases.Create(name), blockSize));

    [Fact]
    public void LargeDenselyCoupledSystemsAreIterated() =>
        Assert.IsType<BlockConjugateGradient>(new SparseNormalSolver().Choose(Patterns.Grid(60, 60, 5), 6));

    [Fact]
    public void WeaklyCoupledSystemsAreIterated() =>
        Assert.IsType<BlockConjugateGradient>(new SparseNormalSolver().Choose(Patterns.Scattered(400, 1.6, 1), 6));

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
