using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>
/// The six sums Σ r·g·φ, φ = (1, u1, u2, u1², u1·u2, u2²), over a component's support. Within a column u1 is constant
/// and u2 linear in the row, so that three moments a column, Σ r·g·nᵏ with k = 0, 1, 2, carry all six.
/// </summary>
internal static unsafe class MomentKernel
{
    /// <summary>
    /// Writes the six sums of the plane's pixels r against the component's g (without its amplitude).
    /// </summary>
    [SkipLocalsInit]
    public static void Sum(in Gaussian gaussian, PixelPlane plane, Span<double> sums)
    {
        var frame = new GaussianFrame(gaussian);
        var total = default(MomentSums);
        SeededBlock* blocks = stackalloc SeededBlock[SeededBlock.Group];
        (int first, int end) = ColumnBlock.Columns(frame, plane.Bounds);
        for (int column = first; column < end; column += SeededBlock.Group * PixelPlane.Lanes)
        {
            int count = SeededBlock.Fill(frame, plane.Bounds, column, end, blocks);
            for (int k = 0; k < count; k++)
            {
                SumBlock(frame, blocks[k], plane, column + (k * PixelPlane.Lanes), ref total);
            }
        }

        total.Reduce(sums);
    }

    private static void SumBlock(
        in GaussianFrame frame, in SeededBlock seeded, PixelPlane plane, int column, ref MomentSums total)
    {
        int row = seeded.Block.FirstRow, last = seeded.Block.LastRow;
        if (row > last)
        {
            return;
        }

        double s = plane.Bounds.Y + row - frame.CentreY;
        SumRows(
            frame, seeded.Block, seeded.Rows, s, plane.Row(row) + column, plane.Stride,
            Math.Min(frame.ChunkRows, last - row + 1), ref total);
        while ((row += frame.ChunkRows) <= last)
        {
            s = plane.Bounds.Y + row - frame.CentreY;
            SumRows(
                frame, seeded.Block, new RowRecurrence(frame, seeded.Block, s), s, plane.Row(row) + column,
                plane.Stride, Math.Min(frame.ChunkRows, last - row + 1), ref total);
        }
    }

    private static void SumRows(
        in GaussianFrame frame, in ColumnBlock block, in RowRecurrence g, double s, double* pixel, int stride,
        int rows, ref MomentSums total)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            HalfBlockMoments.SumRows(frame, block, g, s, pixel, stride, rows, ref total);
            return;
        }

        Vector512<double> g0 = g.G0, g1 = g.G1, g2 = g.G2, g3 = g.G3, r0 = g.R0, r1 = g.R1, r2 = g.R2, r3 = g.R3;
        Vector512<double> kappa = Vector512.Create(frame.Kappa16), threshold = block.Threshold;
        Vector512<double> zeroth0 = default, zeroth1 = default, zeroth2 = default, zeroth3 = default;
        Vector512<double> first0 = default, first1 = default, first2 = default, first3 = default;
        Vector512<double> second0 = default, second1 = default, second2 = default, second3 = default;
        Vector512<double> n = default;
        for (int left = rows >> 2; left > 0; left--)
        {
            Accumulate(pixel, g0, threshold, n, ref zeroth0, ref first0, ref second0);
            Accumulate(pixel + stride, g1, threshold, n, ref zeroth1, ref first1, ref second1);
            Accumulate(pixel + 2 * stride, g2, threshold, n, ref zeroth2, ref first2, ref second2);
            Accumulate(pixel + 3 * stride, g3, threshold, n, ref zeroth3, ref first3, ref second3);
            pixel += 4 * stride;
            n += Vector512<double>.One;
            g0 *= r0;
            g1 *= r1;
            g2 *= r2;
            g3 *= r3;
            r0 *= kappa;
            r1 *= kappa;
            r2 *= kappa;
            r3 *= kappa;
        }

        int tail = rows & 3;
        if (tail > 0)
        {
            Accumulate(pixel, g0, threshold, n, ref zeroth0, ref first0, ref second0);
        }

        if (tail > 1)
        {
            Accumulate(pixel + stride, g1, threshold, n, ref zeroth1, ref first1, ref second1);
        }

        if (tail > 2)
        {
            Accumulate(pixel + 2 * stride, g2, threshold, n, ref zeroth2, ref first2, ref second2);
        }

        RowMoments moments = RowMoments.Interleave(
            new RowMoments(zeroth0, first0, second0), new RowMoments(zeroth1, first1, second1),
            new RowMoments(zeroth2, first2, second2), new RowMoments(zeroth3, first3, second3));
        total.AddRows(block.U1, block.U2(frame, s), frame.InverseL22, moments);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(
        double* pixel, Vector512<double> g, Vector512<double> threshold, Vector512<double> n,
        ref Vector512<double> zeroth, ref Vector512<double> first, ref Vector512<double> second)
    {
        // Selecting the product rather than a factor makes one masked multiplication of the two.
        Vector512<double> w = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(g, threshold), g * Vector512.LoadAligned(pixel), Vector512<double>.Zero);
        Vector512<double> wn = w * n;
        zeroth += w;
        first += wn;
        second = Vector512.FusedMultiplyAdd(wn, n, second);
    }
}
