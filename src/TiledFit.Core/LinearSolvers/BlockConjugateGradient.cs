using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Conjugate gradients (Hestenes &amp; Stiefel 1952; Saad 2003, §9.2) preconditioned by an incomplete block Cholesky
/// factorisation in the order of the blocks, which serves best when neighbours are near each other in it (Duff &amp;
/// Meurant 1989). Starts at zero, so that after any number of iterations the solution is a descent direction; it ends
/// at the tolerance in the preconditioner's norm or, with what it has, at the iteration limit (inexact Newton steps:
/// Eisenstat &amp; Walker 1996). Not for use by two threads at once.
/// </summary>
internal sealed unsafe class BlockConjugateGradient : ILinearSolver
{
    private const int IterationLimit = 500;

    // Rounding keeps the residual from falling much further.
    private const double LeastTolerance = 1e-14;

    private readonly AlignedBuffer _vectors = new();
    private BlockPattern? _pattern;
    private LaneBlockMatrix? _lanes;
    private IncompleteBlockCholesky? _preconditioner;

    /// <summary>Iterations that the last solution took.</summary>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    public bool TrySolve(
        BlockSymmetricMatrix matrix,
        ReadOnlySpan<double> shift,
        ReadOnlySpan<double> rightHandSide,
        double relativeTolerance,
        Span<double> solution,
        CancellationToken cancellation = default)
    {
        Analyze(matrix.Pattern, matrix.BlockSize);
        _lanes!.Load(matrix, shift);
        bool solved = _preconditioner!.TryFactor(_lanes, cancellation)
            && TryIterate(rightHandSide, Math.Max(relativeTolerance, LeastTolerance), solution, cancellation);
        GC.KeepAlive(this);
        return solved;
    }

    private void Analyze(BlockPattern pattern, int blockSize)
    {
        if (_lanes?.BlockSize != blockSize)
        {
            _lanes = new LaneBlockMatrix(blockSize);
            _preconditioner = new IncompleteBlockCholesky(blockSize);
        }
        else if (pattern == _pattern)
        {
            return;
        }

        _pattern = pattern;
        _lanes.Reset(pattern);
        _vectors.Reserve(5L * _lanes.VectorLength);
    }

    private bool TryIterate(
        ReadOnlySpan<double> rightHandSide, double tolerance, Span<double> solution, CancellationToken cancellation)
    {
        int length = _lanes!.VectorLength;
        double* x = _vectors.Pointer, r = x + length, z = r + length, p = z + length, product = p + length;
        new Span<double>(x, 2 * length).Clear();
        Gather(rightHandSide, r);
        _preconditioner!.Solve(r, z);
        new Span<double>(z, length).CopyTo(new Span<double>(p, length));
        double norm = LaneKernels.Dot(r, z, length), goal = tolerance * tolerance * norm;
        for (Iterations = 0; norm > goal && Iterations < IterationLimit; Iterations++)
        {
            cancellation.ThrowIfCancellationRequested();
            _lanes.Multiply(p, product);
            double curvature = LaneKernels.Dot(p, product, length);
            if (!(curvature > 0))
            {
                return false;
            }

            double step = norm / curvature;
            LaneKernels.Combine(step, p, 1, x, length);
            LaneKernels.Combine(-step, product, 1, r, length);
            _preconditioner.Solve(r, z);
            double before = norm;
            norm = LaneKernels.Dot(r, z, length);
            LaneKernels.Combine(1, z, norm / before, p, length);
        }

        Scatter(x, solution);
        return double.IsFinite(norm);
    }

    private void Gather(ReadOnlySpan<double> vector, double* padded)
    {
        int b = _lanes!.BlockSize;
        for (int i = 0; i < _lanes.Pattern.BlockCount; i++)
        {
            vector.Slice(i * b, b).CopyTo(new Span<double>(padded + (i * _lanes.Height), b));
        }
    }

    private void Scatter(double* padded, Span<double> vector)
    {
        int b = _lanes!.BlockSize;
        for (int i = 0; i < _lanes.Pattern.BlockCount; i++)
        {
            new Span<double>(padded + (i * _lanes.Height), b).CopyTo(vector.Slice(i * b, b));
        }
    }
}
