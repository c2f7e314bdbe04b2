using System.Runtime.CompilerServices;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Direct solution by a sparse Cholesky factorisation: multifrontal on supernodes (Duff &amp; Reid 1983; Liu 1992;
/// Davis 2006, ch. 4). The symbolic analysis and all storage are kept while the pattern is the same object. Not for
/// use by two threads at once.
/// </summary>
internal sealed unsafe class BlockCholesky : ILinearSolver
{
    private readonly AlignedBuffer _factor = new();
    private readonly AlignedBuffer[] _stacks = [new(), new()];
    private readonly AlignedBuffer _floors = new();
    private readonly AlignedBuffer _local = new();
    private BlockPattern? _pattern;
    private int _blockSize;
    private SymbolicCholesky? _symbolic;
    private double[] _permuted = [];

    /// <summary>The factor of the last factorisation: the panels of its fronts.</summary>
    public double* Factor => _factor.Pointer;

    /// <summary>The symbolic analysis of a matrix, made now unless it is that of the matrix before.</summary>
    public SymbolicCholesky Analyze(BlockPattern pattern, int blockSize)
    {
        if (_symbolic is null || pattern != _pattern || blockSize != _blockSize)
        {
            _symbolic = new SymbolicCholesky(pattern, blockSize);
            (_pattern, _blockSize) = (pattern, blockSize);
        }

        return _symbolic;
    }

    /// <inheritdoc/>
    public bool TrySolve(
        BlockSymmetricMatrix matrix,
        ReadOnlySpan<double> shift,
        ReadOnlySpan<double> rightHandSide,
        double relativeTolerance,
        Span<double> solution,
        CancellationToken cancellation = default)
    {
        bool factored = TryFactor(matrix, shift, cancellation);
        if (factored)
        {
            Solve(_symbolic!, rightHandSide, solution);
        }

        GC.KeepAlive(this);
        return factored;
    }

    /// <summary>Factors H + diag(shift).</summary>
    /// <returns>False when it is not positive definite.</returns>
    public bool TryFactor(BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift, CancellationToken cancellation)
    {
        SymbolicCholesky analysis = Analyze(matrix.Pattern, matrix.BlockSize);
        Reserve(analysis, matrix.Order);
        return TryFactor(analysis, matrix, shift, cancellation);
    }

    private void Reserve(SymbolicCholesky analysis, int order)
    {
        _factor.Reserve(analysis.FactorLength);
        _stacks[0].Reserve(analysis.StackLengths[0]);
        _stacks[1].Reserve(analysis.StackLengths[1]);
        _floors.Reserve(analysis.LargestPanelHeight);
        _local.Reserve(analysis.LargestPanelHeight);
        if (_permuted.Length < order)
        {
            _permuted = new double[order];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryFactor(
        SymbolicCholesky analysis, BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift,
        CancellationToken cancellation)
    {
        foreach (Front front in analysis.Fronts)
        {
            cancellation.ThrowIfCancellationRequested();
            double* panel = _factor.Pointer + front.PanelOffset;
            double* update = UpdateMatrix(front);
            FrontAssembly.Clear(front, panel, update, _floors.Pointer);
            FrontAssembly.AddMatrix(front, panel, matrix, shift, analysis.Order, _floors.Pointer);
            foreach (int child in front.Children)
            {
                Front part = analysis.Fronts[child];
                FrontAssembly.ExtendAdd(part, UpdateMatrix(part), front, panel, update);
            }

            if (!FrontFactorization.TryFactor(front, panel, update, _floors.Pointer))
            {
                return false;
            }
        }

        return true;
    }

    private double* UpdateMatrix(Front front) => _stacks[front.Stack].Pointer + front.UpdateOffset;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Solve(SymbolicCholesky analysis, ReadOnlySpan<double> rightHandSide, Span<double> solution)
    {
        ReadOnlySpan<int> order = analysis.Order;
        for (int i = 0; i < order.Length; i++)
        {
            Block(rightHandSide, order[i]).CopyTo(Block(_permuted.AsSpan(), i));
        }

        for (int f = 0; f < analysis.Fronts.Length; f++)
        {
            Forward(analysis.Fronts[f]);
        }

        for (int f = analysis.Fronts.Length - 1; f >= 0; f--)
        {
            Backward(analysis.Fronts[f]);
        }

        for (int i = 0; i < order.Length; i++)
        {
            Block(_permuted.AsSpan(), i).CopyTo(Block(solution, order[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(Front front)
    {
        Span<double> z = new(_local.Pointer, front.PaddedPivotCount + front.PaddedRowCount);
        Span<double> pivots = _permuted.AsSpan(front.FirstColumn * _blockSize, front.PivotCount);
        z.Clear();
        pivots.CopyTo(z);
        FrontSolve.Forward(front, _factor.Pointer + front.PanelOffset, _local.Pointer);
        z[..front.PivotCount].CopyTo(pivots);
        ReadOnlySpan<double> change = z[front.PaddedPivotCount..];
        for (int q = 0; q < front.Rows.Length; q++)
        {
            Span<double> row = Block(_permuted.AsSpan(), front.Rows[q]);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] += change[(q * _blockSize) + i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(Front front)
    {
        Span<double> z = new(_local.Pointer, front.PaddedPivotCount + front.PaddedRowCount);
        Span<double> pivots = _permuted.AsSpan(front.FirstColumn * _blockSize, front.PivotCount);
        z.Clear();
        pivots.CopyTo(z);
        for (int q = 0; q < front.Rows.Length; q++)
        {
            Block(_permuted.AsSpan(), front.Rows[q]).CopyTo(z[(front.PaddedPivotCount + (q * _blockSize))..]);
        }

        FrontSolve.Backward(front, _factor.Pointer + front.PanelOffset, _local.Pointer);
        z[..front.PivotCount].CopyTo(pivots);
    }

    private Span<double> Block(Span<double> vector, int i) => vector.Slice(i * _blockSize, _blockSize);

    private ReadOnlySpan<double> Block(ReadOnlySpan<double> vector, int i) => vector.Slice(i * _blockSize, _blockSize);
}
