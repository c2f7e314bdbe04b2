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

    /// <summary>A matrix of the given pattern, without values.</summary>
    public LaneBlockMatrix(LaneBlockPattern pattern, int blockSize)
    {
        Pattern = pattern;
        BlockSize = blockSize;
        Height = Front.Pad(blockSize);
        _diagonal.Reserve((long)pattern.BlockCount * BlockLength);
        _lower.Reserve((long)pattern.RowIndices.Length * BlockLength);
        _sums.Reserve(blockSize * LaneKernels.Lanes);
    }

    /// <summary>Which blocks there are.</summary>
    public LaneBlockPattern Pattern { get; }

    /// <summary>b.</summary>
    public int BlockSize { get; }

    /// <summary>Rows of a block with padding.</summary>
    public int Height { get; }

    /// <summary>Doubles of a block with padding.</summary>
    public int BlockLength => BlockSize * Height;

    /// <summary>Doubles of a vector with padding.</summary>
    public int VectorLength => Pattern.BlockCount * Height;

    /// <summary>The block on the diagonal in column <paramref name="column"/>.</summary>
    public double* Diagonal(int column) => _diagonal.Pointer + ((nint)column * BlockLength);

    /// <summary>The block of entry <paramref name="entry"/> below the diagonal.</summary>
    public double* Lower(int entry) => _lower.Pointer + ((nint)entry * BlockLength);

    /// <summary>Takes the values of H + diag(shift).</summary>
    public void Load(BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift)
    {
        int size = BlockSize * BlockSize;
        for (int column = 0; column < Pattern.BlockCount; column++)
        {
            int block = Pattern.Order[column];
            LoadBlock(matrix.Diagonal.AsSpan(block * size, size), Diagonal(column), false);
            for (int i = 0; i < BlockSize; i++)
            {
                Diagonal(column)[(i * Height) + i] += shift[(block * BlockSize) + i];
            }
        }

        for (int entry = 0; entry < Pattern.RowIndices.Length; entry++)
        {
            ReadOnlySpan<double> values = matrix.Lower.AsSpan(Pattern.Blocks[entry] * size, size);
            LoadBlock(values, Lower(entry), Pattern.Transposed[entry]);
        }
    }

    /// <summary>Takes the values of another matrix of the same pattern.</summary>
    public void Copy(LaneBlockMatrix other)
    {
        Span(other.Diagonal(0), Pattern.BlockCount).CopyTo(Span(Diagonal(0), Pattern.BlockCount));
        Span(other.Lower(0), Pattern.RowIndices.Length).CopyTo(Span(Lower(0), Pattern.RowIndices.Length));
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

    private Span<double> Span(double* first, int blocks) => new(first, checked(blocks * BlockLength));

    private void LoadBlock(ReadOnlySpan<double> values, double* block, bool transposed)
    {
        (int rowStep, int columnStep) = transposed ? (1, BlockSize) : (BlockSize, 1);
        for (int column = 0; column < BlockSize; column++, block += Height)
        {
            for (int row = 0; row < BlockSize; row++)
            {
                block[row] = values[(row * rowStep) + (column * columnStep)];
            }
        }
    }
}
