using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Conjugate gradients (Hestenes &amp; Stiefel 1952; Saad 2003, §9.2) preconditioned by an incomplete block Cholesky
/// factorisation. Starts at zero, so that after any number of iterations the solution is a descent direction; it ends
/// at the tolerance in the preconditioner's norm or, with what it has, at the iteration limit (inexact Newton steps:
/// Eisenstat &amp; Walker 1996). Not for use by two threads at once.
/// </summary>
internal sealed unsafe class BlockConjugateGradient : ILinearSolver
{
    private const int IterationLimit = 500;

    // Rounding keeps the residual from falling much further.
    private const double LeastTolerance = 1e-14;

    private readonly AlignedBuffer vectors = new();
    private BlockPattern? pattern;
    private LaneBlockMatrix? lanes;
    private IncompleteBlockCholesky? preconditioner;

    /// <summary>Iterations that the last solution took.</summary>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    public bool TrySolve(
        BlockSymmetricMatrix matrix,
        ReadOnlySpan<double> shift,
        ReadOnlySpan<double> rightHandSide,
        double relativeTolerance,
        Span<double> solution)
    {
        Analyze(matrix.Pattern, matrix.BlockSize);
        lanes!.Load(matrix, shift);
        bool solved = preconditioner!.TryFactor(lanes)
            && TryIterate(rightHandSide, Math.Max(relativeTolerance, LeastTolerance), solution);
        GC.KeepAlive(this);
        return solved;
    }

    private void Analyze(BlockPattern pattern, int blockSize)
    {
        if (lanes is not null && pattern == this.pattern && blockSize == lanes.BlockSize)
        {
            return;
        }

        var graph = new AdjacencyGraph(pattern);
        var ordered = new LaneBlockPattern(pattern, graph, ReverseCuthillMcKeeOrdering.Order(graph));
        this.pattern = pattern;
        lanes = new LaneBlockMatrix(ordered, blockSize);
        preconditioner = new IncompleteBlockCholesky(ordered, blockSize);
        vectors.Reserve(5L * lanes.VectorLength);
    }

    private bool TryIterate(ReadOnlySpan<double> rightHandSide, double tolerance, Span<double> solution)
    {
        int length = lanes!.VectorLength;
        double* x = vectors.Pointer, r = x + length, z = r + length, p = z + length, product = p + length;
        new Span<double>(x, 2 * length).Clear();
        Gather(rightHandSide, r);
        preconditioner!.Solve(r, z);
        new Span<double>(z, length).CopyTo(new Span<double>(p, length));
        double norm = LaneKernels.Dot(r, z, length), goal = tolerance * tolerance * norm;
        for (Iterations = 0; norm > goal && Iterations < IterationLimit; Iterations++)
        {
            lanes.Multiply(p, product);
            double curvature = LaneKernels.Dot(p, product, length);
            if (!(curvature > 0))
            {
                return false;
            }

            double step = norm / curvature;
            LaneKernels.Combine(step, p, 1, x, length);
            LaneKernels.Combine(-step, product, 1, r, length);
            preconditioner.Solve(r, z);
            double before = norm;
            norm = LaneKernels.Dot(r, z, length);
            LaneKernels.Combine(1, z, norm / before, p, length);
        }

        Scatter(x, solution);
        return double.IsFinite(norm);
    }

    private void Gather(ReadOnlySpan<double> vector, double* padded)
    {
        int b = lanes!.BlockSize;
        for (int i = 0; i < lanes.Pattern.BlockCount; i++)
        {
            vector.Slice(lanes.Pattern.Order[i] * b, b).CopyTo(new Span<double>(padded + (i * lanes.Height), b));
        }
    }

    private void Scatter(double* padded, Span<double> vector)
    {
        int b = lanes!.BlockSize;
        for (int i = 0; i < lanes.Pattern.BlockCount; i++)
        {
            new Span<double>(padded + (i * lanes.Height), b).CopyTo(vector.Slice(lanes.Pattern.Order[i] * b, b));
        }
    }
}
