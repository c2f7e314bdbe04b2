using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>Adds components to pixels: plane += amplitude·g over the support.</summary>
internal static unsafe class ModelKernel
{
    /// <summary>Adds <paramref name="scale"/>·a·g to the plane; −1 subtracts the component from a residual.</summary>
    [SkipLocalsInit]
    public static void Add(in Gaussian gaussian, double scale, PixelPlane plane)
    {
        var frame = new GaussianFrame(gaussian);
        Vector512<double> amplitude = Vector512.Create(scale * gaussian.Amplitude);
        SeededBlock* blocks = stackalloc SeededBlock[SeededBlock.Group];
        (int first, int end) = ColumnBlock.Columns(frame, plane.Bounds);
        for (int column = first; column < end; column += SeededBlock.Group * PixelPlane.Lanes)
        {
            int count = SeededBlock.Fill(frame, plane.Bounds, column, end, blocks);
            for (int k = 0; k < count; k++)
            {
                AddBlock(frame, blocks[k], amplitude, plane, column + (k * PixelPlane.Lanes));
            }
        }
    }

    private static void AddBlock(
        in GaussianFrame frame, in SeededBlock seeded, Vector512<double> amplitude, PixelPlane plane, int column)
    {
        int row = seeded.Block.FirstRow, last = seeded.Block.LastRow;
        if (row > last)
        {
            return;
        }

        AddRows(
            frame, seeded.Block, seeded.Rows, amplitude, plane.Row(row) + column, plane.Stride,
            Math.Min(frame.ChunkRows, last - row + 1));
        while ((row += frame.ChunkRows) <= last)
        {
            AddRows(
                frame, seeded.Block, new RowRecurrence(frame, seeded.Block, plane.Bounds.Y + row - frame.CentreY),
                amplitude, plane.Row(row) + column, plane.Stride, Math.Min(frame.ChunkRows, last - row + 1));
        }
    }

    private static void AddRows(
        in GaussianFrame frame, in ColumnBlock block, in RowRecurrence g, Vector512<double> amplitude, double* pixel,
        int stride, int rows)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            HalfBlockModel.AddRows(frame, block, g, amplitude.GetLower(), pixel, stride, rows);
            return;
        }

        Vector512<double> g0 = g.G0, g1 = g.G1, g2 = g.G2, g3 = g.G3, r0 = g.R0, r1 = g.R1, r2 = g.R2, r3 = g.R3;
        Vector512<double> kappa = Vector512.Create(frame.Kappa16), threshold = block.Threshold;
        for (int n = rows >> 2; n > 0; n--)
        {
            AddRow(pixel, amplitude, g0, threshold);
            AddRow(pixel + stride, amplitude, g1, threshold);
            AddRow(pixel + 2 * stride, amplitude, g2, threshold);
            AddRow(pixel + 3 * stride, amplitude, g3, threshold);
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

        int tail = rows & 3;
        if (tail > 0)
        {
            AddRow(pixel, amplitude, g0, threshold);
        }

        if (tail > 1)
        {
            AddRow(pixel + stride, amplitude, g1, threshold);
        }

        if (tail > 2)
        {
            AddRow(pixel + 2 * stride, amplitude, g2, threshold);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(
        double* pixel, Vector512<double> amplitude, Vector512<double> g, Vector512<double> threshold)
    {
        Vector512<double> counted = Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(g, threshold), g, Vector512<double>.Zero);
        Vector512.FusedMultiplyAdd(amplitude, counted, Vector512.LoadAligned(pixel)).StoreAligned(pixel);
    }
}
