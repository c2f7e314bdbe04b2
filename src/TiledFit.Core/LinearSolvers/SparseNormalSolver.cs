namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Solves the normal equations directly where the predicted work of the factorisation is less than that of
/// preconditioned conjugate gradients, and by these elsewhere. The choice depends on the pattern and the block size
/// alone, never on time, so that the same input gives the same bits on any machine. Not for use by two threads at once.
/// </summary>
public sealed class SparseNormalSolver : ILinearSolver
{
    // Flops per nanosecond on one core of an AMD Zen 5 (512-bit vectors), measured on hexagonal grids of 529 and 1,024
    // blocks of six with 72 and 92 couplings each. Only their ratio matters.
    private const double FactorizationRate = 70;
    private const double IncompleteRate = 20;
    private const double IterationRate = 6;

    // Overlapping Gaussians (400 on a hexagonal grid, σ = 0.55 spacings) to a tolerance of 0.01 took 1 iteration where
    // the damping is 1e-3 of the row sums, 8 at 1e-5, 19 at 1e-6 and 94 at 1e-8.
    private const double ExpectedIterations = 40;

    // Doubles in one array: beyond it the factor has no place.
    private const long LongestFactor = 0x7fff_ff00;

    private readonly BlockCholesky _direct = new();
    private readonly BlockConjugateGradient _iterative = new();
    private BlockPattern? _pattern;
    private int _blockSize;
    private ILinearSolver _chosen;

    /// <summary>A solver that has analysed nothing yet.</summary>
    public SparseNormalSolver() => _chosen = _direct;

    /// <inheritdoc/>
    public bool TrySolve(
        BlockSymmetricMatrix matrix,
        ReadOnlySpan<double> shift,
        ReadOnlySpan<double> rightHandSide,
        double relativeTolerance,
        Span<double> solution,
        CancellationToken cancellation = default) =>
        Choose(matrix.Pattern, matrix.BlockSize)
            .TrySolve(matrix, shift, rightHandSide, relativeTolerance, solution, cancellation);

    /// <summary>The solver for a pattern.</summary>
    internal ILinearSolver Choose(BlockPattern pattern, int blockSize)
    {
        if (pattern != _pattern || blockSize != _blockSize)
        {
            (_pattern, _blockSize) = (pattern, blockSize);
            _chosen = IsDirectCheaper(_direct.Analyze(pattern, blockSize)) ? _direct : _iterative;
        }

        return _chosen;
    }

    private bool IsDirectCheaper(SymbolicCholesky symbolic) =>
        symbolic.FactorLength <= LongestFactor
        && symbolic.StackLengths.Max() <= LongestFactor
        && symbolic.Flops / FactorizationRate <= IterativeCost(_pattern!, _blockSize);

    /// <summary>Predicted nanoseconds of conjugate gradients.</summary>
    private static double IterativeCost(BlockPattern pattern, int b)
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
        return (incomplete / IncompleteRate) + (ExpectedIterations * iteration / IterationRate);
    }
}
