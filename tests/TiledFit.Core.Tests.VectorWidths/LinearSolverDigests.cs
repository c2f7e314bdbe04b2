using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Tests.LinearSolvers;

namespace TiledFit.Core.Tests.VectorWidths;

/// <summary>Digests of solutions of sparse systems.</summary>
internal static class LinearSolverDigests
{
    private static BlockPattern Scattered => Patterns.Scattered(150, 2, 7);

    public static ulong Cholesky(int blockSize) => Solve(new BlockCholesky(), Scattered, blockSize, 0);

    // Wide enough for several blocks of columns and chunks of strips in one front.
    public static ulong DenseCholesky() => Solve(new BlockCholesky(), Patterns.Dense(80), 6, 0);

    public static ulong ConjugateGradient(int blockSize) =>
        Solve(new BlockConjugateGradient(), Scattered, blockSize, 1e-8);

    public static ulong SelectedInverse(int blockSize)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Scattered, blockSize, 8);
        var inverse = new BlockSymmetricMatrix(matrix.Pattern, blockSize);
        return new SelectedInversion().TryInvert(matrix, new double[matrix.Order], inverse)
            ? Digest.Of([.. inverse.Diagonal, .. inverse.Lower])
            : throw new InvalidOperationException("The matrix is positive definite.");
    }

    private static ulong Solve(ILinearSolver solver, BlockPattern pattern, int blockSize, double tolerance)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(pattern, blockSize, 8);
        double[] solution = new double[matrix.Order];
        double[] shift = [.. Patterns.Vector(matrix.Order, 9).Select(Math.Abs)];
        bool solved = solver.TrySolve(matrix, shift, Patterns.Vector(matrix.Order, 10), tolerance, solution);
        return solved ? Digest.Of(solution) : throw new InvalidOperationException("The matrix is positive definite.");
    }
}
