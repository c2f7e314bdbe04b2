using System.Runtime.CompilerServices;
namespace TiledFit.Core.LinearSolvers;

/// <summary>
/// Eliminates the pivots of one front: blocked Cholesky of its panel, then U ← U − L₂₁·L₂₁ᵀ for the update matrix
/// (Duff &amp; Reid 1983; Golub &amp; Van Loan 2013, §4.2).
/// </summary>
internal static unsafe class FrontFactorization
{
    private const int Lanes = PanelKernels.Lanes;

    // A strip of 128 columns is 8 KiB: a tile's strip stays in the first-level cache, 48 of them in the second.
    private const int BlockColumns = 128;
    private const int ChunkStrips = 48;

    /// <summary>Factors the panel in place and updates the lower triangle of U.</summary>
    /// <param name="front">Its dimensions.</param>
    /// <param name="panel">The assembled panel, in strips.</param>
    /// <param name="update">The assembled update matrix, by columns.</param>
    /// <param name="floors">What each pivot must exceed.</param>
    /// <returns>False when a pivot is too small.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFactor(Front front, double* panel, double* update, double* floors)
    {
        int pivots = front.PaddedPivotCount;
        nint stride = (nint)pivots * Lanes;
        int pivotStrips = pivots / Lanes, rowStrips = front.PaddedRowCount / Lanes;
        for (int start = 0; start < pivots; start += BlockColumns)
        {
            int end = Math.Min(start + BlockColumns, pivots);
            if (!TryFactorBlock(panel, stride, start, end, pivotStrips + rowStrips, floors))
            {
                return false;
            }

            double* block = panel + ((nint)start * Lanes);
            int columns = Math.Min(end, front.PivotCount) - start;
            UpdatePanel(block, stride, columns, panel, end / Lanes, pivotStrips, rowStrips);
            UpdateTriangle(block + (pivotStrips * stride), stride, columns, update, rowStrips);
        }

        return true;
    }

    /// <summary>Left-looking within columns start … end − 1 (multiples of eight).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFactorBlock(
        double* panel, nint stride, int start, int end, int strips, double* floors)
    {
        for (int column = start; column < end; column += Lanes)
        {
            int strip = column / Lanes;
            double* row = panel + (strip * stride);
            double* tile = row + ((nint)column * Lanes);
            double* factors = row + ((nint)start * Lanes);
            PanelKernels.Update(factors, stride, factors, column - start, tile, stride, Lanes, strips - strip);
            if (!PanelKernels.FactorTile(tile, floors + column))
            {
                return false;
            }

            PanelKernels.SolveTile(tile, tile + stride, stride, strips - strip - 1);
        }

        return true;
    }

    /// <summary>
    /// Updates the columns of the panel that are still to be factored, from strip <paramref name="first"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdatePanel(
        double* block, nint stride, int columns, double* panel, int first, int pivotStrips, int rowStrips)
    {
        int strips = pivotStrips + rowStrips;
        for (int chunk = first; chunk < strips; chunk += ChunkStrips)
        {
            int chunkEnd = Math.Min(chunk + ChunkStrips, strips);
            for (int tile = first; tile < Math.Min(chunkEnd, pivotStrips); tile++)
            {
                int top = Math.Max(tile, chunk);
                double* c = panel + (top * stride) + ((nint)tile * Lanes * Lanes);
                PanelKernels.Update(
                    block + (top * stride), stride, block + (tile * stride), columns, c, stride, Lanes, chunkEnd - top);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateTriangle(double* rows, nint stride, int columns, double* update, int strips)
    {
        nint height = (nint)strips * Lanes;
        for (int chunk = 0; chunk < strips; chunk += ChunkStrips)
        {
            int chunkEnd = Math.Min(chunk + ChunkStrips, strips);
            for (int tile = 0; tile < chunkEnd; tile++)
            {
                int top = Math.Max(tile, chunk);
                double* c = update + (tile * Lanes * height) + (top * Lanes);
                PanelKernels.Update(
                    rows + (top * stride), stride, rows + (tile * stride), columns, c, Lanes, height, chunkEnd - top);
            }
        }
    }
}
