namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// A sparse symmetric matrix of dense b × b blocks: all diagonal blocks and the blocks below the diagonal, by block
/// columns. Patterns are immutable; the values are filled in place, so that a symbolic analysis serves as long as the
/// pattern object is the same.
/// </summary>
public sealed class BlockSymmetricMatrix
{
    /// <summary>A matrix of zeros.</summary>
    public BlockSymmetricMatrix(BlockPattern pattern, int blockSize)
    {
        Pattern = pattern;
        BlockSize = blockSize;
        Diagonal = new double[pattern.BlockCount * blockSize * blockSize];
        Lower = new double[pattern.LowerCount * blockSize * blockSize];
    }

    /// <summary>Zeros, with nothing below the diagonal blocks.</summary>
    internal static BlockSymmetricMatrix Uncoupled(int blocks, int blockSize) => new(
        new BlockPattern(new int[blocks + 1], [], new double[blocks], new double[blocks]), blockSize);

    /// <summary>Takes another pattern; the values are those of any matrix before, to be filled anew.</summary>
    public void Reset(BlockPattern pattern)
    {
        Pattern = pattern;
        Diagonal = Reserve(Diagonal, pattern.BlockCount * BlockSize * BlockSize);
        Lower = Reserve(Lower, pattern.LowerCount * BlockSize * BlockSize);
    }

    /// <summary>Which blocks there are.</summary>
    public BlockPattern Pattern { get; private set; }

    /// <summary>b.</summary>
    public int BlockSize { get; }

    /// <summary>Number of scalar rows, n·b.</summary>
    public int Order => Pattern.BlockCount * BlockSize;

    /// <summary>
    /// Diagonal blocks, row-major, both triangles filled: block i starts at i·b². May be longer than they are.
    /// </summary>
    public double[] Diagonal { get; private set; }

    /// <summary>The element of the diagonal in scalar row k.</summary>
    public double DiagonalAt(int k) => Diagonal[k * BlockSize + k % BlockSize];

    /// <summary>Copies the scalar diagonal, <see cref="Order"/> values.</summary>
    public void CopyDiagonalTo(Span<double> destination)
    {
        int element = 0, scalar = 0;
        for (int block = 0; block < Pattern.BlockCount; block++, element -= BlockSize)
        {
            for (int i = 0; i < BlockSize; i++, element += BlockSize + 1)
            {
                destination[scalar++] = Diagonal[element];
            }
        }
    }

    /// <summary>
    /// Blocks below the diagonal, row-major: the k-th belongs to block row <c>Pattern.RowIndices[k]</c> and starts at
    /// k·b²; its rows are the parameters of that block row. May be longer than they are.
    /// </summary>
    public double[] Lower { get; private set; }

    private static double[] Reserve(double[] values, int length) =>
        values.Length >= length ? values : GC.AllocateUninitializedArray<double>(length + (length / 4));
}
