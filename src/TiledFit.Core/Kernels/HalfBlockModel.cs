using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>
/// The rows of <see cref="ModelKernel"/> where vectors hold four doubles: the two halves of a block one after the other,
/// lane by lane the same operations, so that eleven of sixteen registers hold all that goes from row to row.
/// </summary>
internal static unsafe class HalfBlockModel
{
    public static void AddRows(
        in GaussianFrame frame, in ColumnBlock block, in RowRecurrence g, Vector256<double> amplitude, double* pixel,
        int stride, int rows)
    {
        AddHalf(
            frame.Kappa16, block.Threshold.GetLower(), g.G0.GetLower(), g.G1.GetLower(), g.G2.GetLower(),
            g.G3.GetLower(), g.R0.GetLower(), g.R1.GetLower(), g.R2.GetLower(), g.R3.GetLower(), amplitude, pixel,
            stride, rows);
        AddHalf(
            frame.Kappa16, block.Threshold.GetUpper(), g.G0.GetUpper(), g.G1.GetUpper(), g.G2.GetUpper(),
            g.G3.GetUpper(), g.R0.GetUpper(), g.R1.GetUpper(), g.R2.GetUpper(), g.R3.GetUpper(), amplitude,
            pixel + Vector256<double>.Count, stride, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddHalf(
        double kappa16, Vector256<double> threshold, Vector256<double> g0, Vector256<double> g1, Vector256<double> g2,
        Vector256<double> g3, Vector256<double> r0, Vector256<double> r1, Vector256<double> r2, Vector256<double> r3,
        Vector256<double> amplitude, double* pixel, int stride, int rows)
    {
        Vector256<double> kappa = Vector256.Create(kappa16);
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
        double* pixel, Vector256<double> amplitude, Vector256<double> g, Vector256<double> threshold)
    {
        Vector256<double> counted = Vector256.GreaterThanOrEqual(g, threshold) & g;
        Vector256.FusedMultiplyAdd(amplitude, counted, Vector256.LoadAligned(pixel)).StoreAligned(pixel);
    }
}
