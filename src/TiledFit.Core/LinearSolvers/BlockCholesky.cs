using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Direct solution by a sparse Cholesky factorisation: multifrontal on supernodes (Duff &amp; Reid 1983; Liu 1992;
/// Davis 2006, ch. 4). The symbolic analysis and all storage are kept while the pattern is the same object. Not for
/// use by two threads at once.
/// </summary>
internal sealed unsafe class BlockCholesky : ILinearSolver
{
    private readonly AlignedBuffer factor = new();
    private readonly AlignedBuffer[] stacks = [new(), new()];
    private readonly AlignedBuffer floors = new();
    private readonly AlignedBuffer local = new();
    private BlockPattern? pattern;
    private int blockSize;
    private SymbolicCholesky? symbolic;
    private double[] permuted = [];

    /// <summary>The symbolic analysis of a matrix, made now unless it is that of the matrix before.</summary>
    public SymbolicCholesky Analyze(BlockPattern pattern, int blockSize)
    {
        if (symbolic is null || pattern != this.pattern || blockSize != this.blockSize)
        {
            symbolic = new SymbolicCholesky(pattern, blockSize);
            (this.pattern, this.blockSize) = (pattern, blockSize);
        }

        return symbolic;
    }

    /// <inheritdoc/>
    public bool TrySolve(
        BlockSymmetricMatrix matrix,
        ReadOnlySpan<double> shift,
        ReadOnlySpan<double> rightHandSide,
        double relativeTolerance,
        Span<double> solution)
    {
        SymbolicCholesky analysis = Analyze(matrix.Pattern, matrix.BlockSize);
        Reserve(analysis, matrix.Order);
        bool factored = TryFactor(analysis, matrix, shift);
        if (factored)
        {
            Solve(analysis, rightHandSide, solution);
        }

        GC.KeepAlive(this);
        return factored;
    }

    private void Reserve(SymbolicCholesky analysis, int order)
    {
        factor.Reserve(analysis.FactorLength);
        stacks[0].Reserve(analysis.StackLengths[0]);
        stacks[1].Reserve(analysis.StackLengths[1]);
        floors.Reserve(analysis.LargestPanelHeight);
        local.Reserve(analysis.LargestPanelHeight);
        if (permuted.Length < order)
        {
            permuted = new double[order];
        }
    }

    private bool TryFactor(SymbolicCholesky analysis, BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift)
    {
        foreach (Front front in analysis.Fronts)
        {
            double* panel = factor.Pointer + front.PanelOffset;
            double* update = UpdateMatrix(front);
            FrontAssembly.Clear(front, panel, update, floors.Pointer);
            FrontAssembly.AddMatrix(front, panel, matrix, shift, analysis.Order, floors.Pointer);
            foreach (int child in front.Children)
            {
                Front part = analysis.Fronts[child];
                FrontAssembly.ExtendAdd(part, UpdateMatrix(part), front, panel, update);
            }

            if (!FrontFactorization.TryFactor(front, panel, update, floors.Pointer))
            {
                return false;
            }
        }

        return true;
    }

    private double* UpdateMatrix(Front front) => stacks[front.Stack].Pointer + front.UpdateOffset;

    private void Solve(SymbolicCholesky analysis, ReadOnlySpan<double> rightHandSide, Span<double> solution)
    {
        ReadOnlySpan<int> order = analysis.Order;
        for (int i = 0; i < order.Length; i++)
        {
            Block(rightHandSide, order[i]).CopyTo(Block(permuted.AsSpan(), i));
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
            Block(permuted.AsSpan(), i).CopyTo(Block(solution, order[i]));
        }
    }

    private void Forward(Front front)
    {
        Span<double> z = new(local.Pointer, front.PaddedPivotCount + front.PaddedRowCount);
        Span<double> pivots = permuted.AsSpan(front.FirstColumn * blockSize, front.PivotCount);
        z.Clear();
        pivots.CopyTo(z);
        FrontSolve.Forward(front, factor.Pointer + front.PanelOffset, local.Pointer);
        z[..front.PivotCount].CopyTo(pivots);
        ReadOnlySpan<double> change = z[front.PaddedPivotCount..];
        for (int q = 0; q < front.Rows.Length; q++)
        {
            Span<double> row = Block(permuted.AsSpan(), front.Rows[q]);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] += change[(q * blockSize) + i];
            }
        }
    }

    private void Backward(Front front)
    {
        Span<double> z = new(local.Pointer, front.PaddedPivotCount + front.PaddedRowCount);
        Span<double> pivots = permuted.AsSpan(front.FirstColumn * blockSize, front.PivotCount);
        z.Clear();
        pivots.CopyTo(z);
        for (int q = 0; q < front.Rows.Length; q++)
        {
            Block(permuted.AsSpan(), front.Rows[q]).CopyTo(z[(front.PaddedPivotCount + (q * blockSize))..]);
        }

        FrontSolve.Backward(front, factor.Pointer + front.PanelOffset, local.Pointer);
        z[..front.PivotCount].CopyTo(pivots);
    }

    private Span<double> Block(Span<double> vector, int i) => vector.Slice(i * blockSize, blockSize);

    private ReadOnlySpan<double> Block(ReadOnlySpan<double> vector, int i) => vector.Slice(i * blockSize, blockSize);
}
