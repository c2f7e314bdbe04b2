using System.Runtime.CompilerServices;
using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>
/// A column block and the recurrence at its first row. The exponentials and roots of several blocks are computed before
/// the rows of the first: each depends on nothing before it, and the processor overlaps them, which it cannot across
/// the end of a loop over rows that it did not foresee.
/// </summary>
internal struct SeededBlock
{
    /// <summary>Blocks made at a time.</summary>
    public const int Group = 8;

    public ColumnBlock Block;
    public RowRecurrence Rows;

    /// <summary>Makes the blocks from a window column on.</summary>
    /// <param name="frame">The component.</param>
    /// <param name="bounds">The window.</param>
    /// <param name="column">The first block's first column.</param>
    /// <param name="end">One past the last column.</param>
    /// <param name="blocks">Receives up to <see cref="Group"/>.</param>
    /// <returns>Their number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe int Fill(
        in GaussianFrame frame, PixelRectangle bounds, int column, int end, SeededBlock* blocks)
    {
        int count = Math.Min(Group, (end - column + PixelPlane.Lanes - 1) / PixelPlane.Lanes);
        for (int k = 0; k < count; k++)
        {
            SeededBlock* block = blocks + k;
            block->Block = new ColumnBlock(frame, bounds, column + (k * PixelPlane.Lanes));
            block->Rows = new RowRecurrence(frame, block->Block, bounds.Y + block->Block.FirstRow - frame.CentreY);
        }

        return count;
    }
}
