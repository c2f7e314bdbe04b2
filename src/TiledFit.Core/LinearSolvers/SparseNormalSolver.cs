namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Solves the normal equations directly where the predicted work of the factorisation is less than that of
/// preconditioned conjugate gradients, and by these elsewhere. The choice depends on the pattern and the block size
/// alone, never on time, so that the same input gives the same bits on any machine. Not for use by two threads at once.
/// </summary>
public sealed class SparseNormalSolver : ILinearSolver
{
    // Flops per nanosecond on one core of an AMD Zen 5 (512-bit vectors), measured on hexagonal grids of 529 and 1,024
    // blocks of six with 72 and 92 couplings each, and on 4,000 scattered ones with 7. Only their ratios matter.
    private const double FactorizationRate = 70;
    private const double IncompleteRate = 20;
    private const double IterationRate = 15;

    // Nanoseconds for each block off the diagonal: to load and scale it, and to analyse it for a factorisation.
    private const double LoadCost = 150;
    private const double AnalysisCost = 600;

    // With so few blocks a factorisation costs next to nothing, and it is exact.
    private const int FewBlocks = 64;

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
            _chosen = IsDirectCheaper(pattern, blockSize) ? _direct : _iterative;
        }

        return _chosen;
    }

    // The analysis is a good part of what a factorisation costs: it is made only where it alone does not decide.
    private bool IsDirectCheaper(BlockPattern pattern, int blockSize)
    {
        double analysis = AnalysisCost * pattern.LowerCount, iterative = IterativeCost(pattern, blockSize);
        if (pattern.BlockCount <= FewBlocks || analysis >= iterative)
        {
            return pattern.BlockCount <= FewBlocks;
        }

        SymbolicCholesky symbolic = _direct.Analyze(pattern, blockSize);
        return symbolic.FactorLength <= LongestFactor
            && symbolic.StackLengths.Max() <= LongestFactor
            && analysis + (symbolic.Flops / FactorizationRate) <= iterative;
    }

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
        return (LoadCost * pattern.LowerCount) + (incomplete / IncompleteRate)
            + (ExpectedIterations(pattern) * iteration / IterationRate);
    }

    // The softer the joint directions, the more iterations; they soften as more components overlap. Gaussians with 72
    // couplings each took 1 to 94 iterations to a tolerance of 0.01, damped by 1e-3 to 1e-8 of the row sums; with 7
    // couplings 3 and 4, or 7 to 24 to a tolerance of 0.001.
    private static double ExpectedIterations(BlockPattern pattern) =>
        pattern.BlockCount > 0 ? 2.0 * pattern.LowerCount / pattern.BlockCount : 0;
}
