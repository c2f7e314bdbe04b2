using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Solves the normal equations directly where the predicted work of the factorisation is less than that of
/// preconditioned conjugate gradients, and by these elsewhere. The choice depends on the pattern, the block size, damping
/// and tolerance, and on whether the pattern has been analysed for a system before; never on time, so that the same
/// input gives the same bits on any machine. Not for use by two threads at once.
/// </summary>
public sealed class SparseNormalSolver : ILinearSolver
{
    // Flops per nanosecond on one core of an AMD Zen 5 (512-bit vectors), measured on hexagonal grids of 529 and 1,024
    // blocks of six with 72 and 92 couplings each, and on 4,000 scattered ones with 7. Only their ratios matter.
    private const double FactorizationRate = 70;
    private const double IncompleteRate = 20;
    private const double IterationRate = 15;

    // Nanoseconds for each block off the diagonal: to load and scale it, and to analyse it for a factorisation and touch
    // the factor's memory for the first time.
    private const double LoadCost = 150;
    private const double AnalysisCost = 1200;

    // Iterations at a relative damping of 1, for each coupling of a block and each factor of e in the residual. Gaussians
    // with 7 couplings each took 4, 30 and 70 iterations to a tolerance of 0.003 at dampings of 5e-3, 2e-4 and 3e-5; with
    // 37 couplings 64 at 2e-3, and to 1e-9 some 100 at 1e-2.
    private const double UnitIterations = 0.01, MostIterations = 500;

    // With so few blocks a factorisation costs next to nothing, and it is exact.
    private const int FewBlocks = 64;

    // Doubles in one array: beyond it the factor has no place.
    private const long LongestFactor = 0x7fff_ff00;

    private readonly BlockCholesky _direct = new();
    private readonly BlockConjugateGradient _iterative = new();
    private BlockPattern? _analyzed;

    /// <inheritdoc/>
    public bool TrySolve(
        BlockSymmetricMatrix matrix,
        ReadOnlySpan<double> shift,
        ReadOnlySpan<double> rightHandSide,
        double relativeTolerance,
        Span<double> solution,
        CancellationToken cancellation = default) =>
        Choose(matrix.Pattern, matrix.BlockSize, ExpectedIterations(matrix, shift, relativeTolerance))
            .TrySolve(matrix, shift, rightHandSide, relativeTolerance, solution, cancellation);

    /// <summary>The solver for a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="blockSize">b.</param>
    /// <param name="iterations">Conjugate gradients' iterations that are reckoned with.</param>
    internal ILinearSolver Choose(BlockPattern pattern, int blockSize, double iterations)
    {
        if (pattern.BlockCount <= FewBlocks)
        {
            return _direct;
        }

        double iterative = IterativeCost(pattern, blockSize, iterations);
        // The analysis is a good part of what a factorisation costs: it is made only where it alone does not decide.
        if (pattern != _analyzed && AnalysisCost * pattern.LowerCount >= iterative)
        {
            return _iterative;
        }

        _analyzed = pattern;
        SymbolicCholesky symbolic = _direct.Analyze(pattern, blockSize);
        bool hasPlace = symbolic.FactorLength <= LongestFactor && symbolic.StackLengths.Max() <= LongestFactor;
        return hasPlace && symbolic.Flops / FactorizationRate <= iterative ? _direct : _iterative;
    }

    /// <summary>
    /// Iterations to a tolerance ε: ½·√κ·ln(2/ε) at most (Saad 2003, eq. 6.128), where damping bounds the condition κ by
    /// its inverse, times the couplings, the more of which there are the softer are the joint directions.
    /// </summary>
    internal static double ExpectedIterations(
        BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift, double tolerance)
    {
        double couplings = 2.0 * matrix.Pattern.LowerCount / matrix.Pattern.BlockCount;
        double factors = -DeterministicMath.Log(tolerance / 2);
        return Math.Min(
            MostIterations, UnitIterations * couplings * factors / Math.Sqrt(RelativeDamping(matrix, shift)));
    }

    // The harmonic mean of the shift over the diagonal: rows that are held count for nothing.
    private static double RelativeDamping(BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift)
    {
        double sum = 0;
        for (int k = 0; k < matrix.Order; k++)
        {
            sum += matrix.DiagonalAt(k) / shift[k];
        }

        return matrix.Order / sum;
    }

    /// <summary>Predicted nanoseconds of conjugate gradients.</summary>
    private static double IterativeCost(BlockPattern pattern, int b, double iterations)
    {
        // IC(0) forms L_ij in b³ and takes at most d²/2 products of 2·b³ from a column of d blocks; one iteration
        // multiplies twice with every block and its transpose.
        double incomplete = (double)pattern.LowerCount * b * b * b;
        for (int column = 0; column < pattern.BlockCount; column++)
        {
            double d = pattern.ColumnPointers[column + 1] - pattern.ColumnPointers[column];
            incomplete += d * d * b * b * b;
        }

        double iteration = 8.0 * b * b * (pattern.LowerCount + pattern.BlockCount);
        return (LoadCost * pattern.LowerCount) + (incomplete / IncompleteRate)
            + (iterations * iteration / IterationRate);
    }
}
