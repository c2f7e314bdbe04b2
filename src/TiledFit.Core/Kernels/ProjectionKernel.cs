using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>What a component's projection on a residual takes: Σ r·g and Σ g² over valid pixels of its support.</summary>
internal static unsafe class ProjectionKernel
{
    /// <summary>Sums over a plane.</summary>
    /// <param name="gaussian">g, without its amplitude.</param>
    /// <param name="residual">r, finite everywhere.</param>
    /// <param name="valid">1 or 0 for each pixel of the same plane, or null data when all pixels are valid.</param>
    [SkipLocalsInit]
    public static (double Product, double Square) Sum(in Gaussian gaussian, PixelPlane residual, PixelPlane valid)
    {
        var frame = new GaussianFrame(gaussian);
        Vector512<double> product = default, square = default;
        nint toValid = valid.Data == null ? 0 : (nint)(valid.Data - residual.Data);
        SeededBlock* blocks = stackalloc SeededBlock[SeededBlock.Group];
        (int first, int end) = ColumnBlock.Columns(frame, residual.Bounds);
        for (int column = first; column < end; column += SeededBlock.Group * PixelPlane.Lanes)
        {
            int count = SeededBlock.Fill(frame, residual.Bounds, column, end, blocks);
            for (int k = 0; k < count; k++)
            {
                SumBlock(
                    frame, blocks[k], residual, column + (k * PixelPlane.Lanes), toValid, ref product, ref square);
            }
        }

        return (LaneSum.Of(product), LaneSum.Of(square));
    }

    private static void SumBlock(
        in GaussianFrame frame, in SeededBlock seeded, PixelPlane plane, int column, nint toValid,
        ref Vector512<double> product, ref Vector512<double> square)
    {
        int last = seeded.Block.LastRow;
        for (int row = seeded.Block.FirstRow; row <= last; row += frame.ChunkRows)
        {
            RowRecurrence g = row == seeded.Block.FirstRow
                ? seeded.Rows
                : new RowRecurrence(frame, seeded.Block, plane.Bounds.Y + row - frame.CentreY);
            SumRows(
                frame, seeded.Block, g, plane.Row(row) + column, toValid, plane.Stride,
                Math.Min(frame.ChunkRows, last - row + 1), ref product, ref square);
        }
    }

    private static void SumRows(
        in GaussianFrame frame, in ColumnBlock block, in RowRecurrence g, double* pixel, nint toValid, int stride,
        int rows, ref Vector512<double> product, ref Vector512<double> square)
    {
        Vector512<double> g0 = g.G0, g1 = g.G1, g2 = g.G2, g3 = g.G3, r0 = g.R0, r1 = g.R1, r2 = g.R2, r3 = g.R3;
        Vector512<double> kappa = Vector512.Create(frame.Kappa16), threshold = block.Threshold;
        Vector512<double> product0 = default, product1 = default, product2 = default, product3 = default;
        Vector512<double> square0 = default, square1 = default, square2 = default, square3 = default;
        for (; rows >= 4; rows -= 4)
        {
            Accumulate(pixel, toValid, g0, threshold, ref product0, ref square0);
            Accumulate(pixel + stride, toValid, g1, threshold, ref product1, ref square1);
            Accumulate(pixel + 2 * stride, toValid, g2, threshold, ref product2, ref square2);
            Accumulate(pixel + 3 * stride, toValid, g3, threshold, ref product3, ref square3);
            pixel += 4 * stride;
            g0 *= r0;
            g1 *= r1;
            g2 *= r2;
            g3 *= r3;
            r0 *= kappa;
            r1 *= kappa;
            r2 *= kappa;
            r3 *= kappa;
        }

        if (rows > 0)
        {
            Accumulate(pixel, toValid, g0, threshold, ref product0, ref square0);
        }

        if (rows > 1)
        {
            Accumulate(pixel + stride, toValid, g1, threshold, ref product1, ref square1);
        }

        if (rows > 2)
        {
            Accumulate(pixel + 2 * stride, toValid, g2, threshold, ref product2, ref square2);
        }

        product += product0 + product1 + (product2 + product3);
        square += square0 + square1 + (square2 + square3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(
        double* pixel, nint toValid, Vector512<double> g, Vector512<double> threshold, ref Vector512<double> product,
        ref Vector512<double> square)
    {
        Vector512<double> counted = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(g, threshold), g, Vector512<double>.Zero);
        if (toValid != 0)
        {
            counted *= Vector512.LoadAligned(pixel + toValid);
        }

        product = Vector512.FusedMultiplyAdd(counted, Vector512.LoadAligned(pixel), product);
        square = Vector512.FusedMultiplyAdd(counted, counted, square);
    }
}
