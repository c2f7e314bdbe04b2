using System.Runtime.CompilerServices;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// A block symmetric matrix (or a block lower triangular one) with every block stored by columns, each padded with
/// zeros to full vectors; vectors are padded alike, block by block.
/// </summary>
internal sealed unsafe class LaneBlockMatrix
{
    private readonly AlignedBuffer _diagonal = new();
    private readonly AlignedBuffer _lower = new();
    private readonly AlignedBuffer _sums = new();

    /// <summary>A matrix of blocks of the given size, without a pattern.</summary>
    public LaneBlockMatrix(int blockSize)
    {
        BlockSize = blockSize;
        Height = Front.Pad(blockSize);
        _sums.Reserve(blockSize * LaneKernels.Lanes);
    }

    /// <summary>Which blocks there are.</summary>
    public BlockPattern Pattern { get; private set; } = new([0], [], [], []);

    /// <summary>b.</summary>
    public int BlockSize { get; }

    /// <summary>Rows of a block with padding.</summary>
    public int Height { get; }

    /// <summary>Doubles of a block with padding.</summary>
    public int BlockLength => BlockSize * Height;

    /// <summary>Doubles of a vector with padding.</summary>
    public int VectorLength => Pattern.BlockCount * Height;

    /// <summary>Makes room for another pattern; the padding stays zero.</summary>
    public void Reset(BlockPattern pattern)
    {
        Pattern = pattern;
        _diagonal.Reserve((long)pattern.BlockCount * BlockLength);
        _lower.Reserve((long)pattern.LowerCount * BlockLength);
    }

    /// <summary>The block on the diagonal in column <paramref name="column"/>.</summary>
    public double* Diagonal(int column) => _diagonal.Pointer + ((nint)column * BlockLength);

    /// <summary>The block of entry <paramref name="entry"/> below the diagonal.</summary>
    public double* Lower(int entry) => _lower.Pointer + ((nint)entry * BlockLength);

    /// <summary>Takes the values of H + diag(shift).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift)
    {
        int size = BlockSize * BlockSize;
        for (int column = 0; column < Pattern.BlockCount; column++)
        {
            double* diagonal = Diagonal(column);
            LoadBlock(matrix.Diagonal.AsSpan(column * size, size), diagonal);
            for (int i = 0; i < BlockSize; i++)
            {
                diagonal[(i * Height) + i] += shift[(column * BlockSize) + i];
            }
        }

        for (int entry = 0; entry < Pattern.LowerCount; entry++)
        {
            LoadBlock(matrix.Lower.AsSpan(entry * size, size), Lower(entry));
        }
    }

    /// <summary>Takes the values of another matrix of the same pattern.</summary>
    public void Copy(LaneBlockMatrix other)
    {
        Span(other.Diagonal(0), Pattern.BlockCount).CopyTo(Span(Diagonal(0), Pattern.BlockCount));
        Span(other.Lower(0), Pattern.LowerCount).CopyTo(Span(Lower(0), Pattern.LowerCount));
    }

    /// <summary>Multiplies the scalar diagonal.</summary>
    public void ScaleDiagonal(double factor)
    {
        for (int column = 0; column < Pattern.BlockCount; column++)
        {
            for (int i = 0; i < BlockSize; i++)
            {
                Diagonal(column)[(i * Height) + i] *= factor;
            }
        }
    }

    /// <summary>y = A·x for the symmetric matrix, one pass over its lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(double* x, double* y)
    {
        new Span<double>(y, VectorLength).Clear();
        if (BlockSize == SixLaneKernels.BlockSize)
        {
            MultiplySixes(x, y);
            return;
        }

        for (int column = 0; column < Pattern.BlockCount; column++)
        {
            double* xColumn = x + ((nint)column * Height), yColumn = y + ((nint)column * Height);
            LaneKernels.MultiplyAdd(Diagonal(column), BlockSize, Height, xColumn, yColumn);
            LaneKernels.Clear(_sums.Pointer, BlockSize);
            for (int k = Pattern.ColumnPointers[column]; k < Pattern.ColumnPointers[column + 1]; k++)
            {
                nint row = (nint)Pattern.RowIndices[k] * Height;
                LaneKernels.MultiplyAdd(Lower(k), BlockSize, Height, xColumn, y + row);
                LaneKernels.MultiplyTransposedAdd(Lower(k), BlockSize, Height, x + row, _sums.Pointer);
            }

            LaneKernels.AddSums(_sums.Pointer, BlockSize, 1, yColumn);
        }
    }

    private void MultiplySixes(double* x, double* y)
    {
        fixed (int* rows = Pattern.RowIndices)
        {
            for (int column = 0; column < Pattern.BlockCount; column++)
            {
                int first = Pattern.ColumnPointers[column], count = Pattern.ColumnPointers[column + 1] - first;
                SixLaneKernels.MultiplySymmetric(Diagonal(column), Lower(first), rows + first, count, column, x, y);
            }
        }
    }

    private Span<double> Span(double* first, int blocks) => new(first, checked(blocks * BlockLength));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoadBlock(ReadOnlySpan<double> values, double* block)
    {
        for (int column = 0; column < BlockSize; column++, block += Height)
        {
            for (int row = 0, source = column; row < BlockSize; row++, source += BlockSize)
            {
                block[row] = values[source];
            }
        }
    }
}
