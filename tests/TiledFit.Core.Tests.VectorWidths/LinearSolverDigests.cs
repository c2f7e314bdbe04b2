using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Tests.LinearSolvers;

namespace TiledFit.Core.Tests.VectorWidths;

/// <summary>Digests of solutions of sparse systems.</summary>
internal static class LinearSolverDigests
{
    public static ulong Cholesky(int blockSize) => Solve(new BlockCholesky(), blockSize, 0);

    public static ulong ConjugateGradient(int blockSize) => Solve(new BlockConjugateGradient(), blockSize, 1e-8);

    private static ulong Solve(ILinearSolver solver, int blockSize, double tolerance)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Scattered(150, 2, 7), blockSize, 8);
        double[] solution = new double[matrix.Order];
        double[] shift = [.. Patterns.Vector(matrix.Order, 9).Select(Math.Abs)];
        bool solved = solver.TrySolve(matrix, shift, Patterns.Vector(matrix.Order, 10), tolerance, solution);
        return solved ? Digest.Of(solution) : throw new InvalidOperationException("The matrix is positive definite.");
    }
}
