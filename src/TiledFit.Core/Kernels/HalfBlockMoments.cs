using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>
/// The rows of <see cref="MomentKernel"/> where vectors hold four doubles: of each half of a block, every fourth row and
/// the one below it at a time. What goes from row to row then takes thirteen of sixteen registers; all four would take
/// 23. Each sum has the same terms in the same order.
/// </summary>
internal static unsafe class HalfBlockMoments
{
    [SkipLocalsInit]
    public static void SumRows(
        in GaussianFrame frame, in ColumnBlock block, in RowRecurrence g, double s, double* pixel, int stride,
        int rows, ref MomentSums total)
    {
        const int half = 4;
        Vector256<double> low = block.Threshold.GetLower(), high = block.Threshold.GetUpper();
        Moments* lower = stackalloc Moments[4];
        Moments* upper = stackalloc Moments[4];
        double* below = pixel + 2 * stride;
        double kappa = frame.Kappa16;
        SumPair(
            pixel, stride, rows, kappa, low, g.G0.GetLower(), g.G1.GetLower(), g.R0.GetLower(), g.R1.GetLower(), lower);
        SumPair(
            below, stride, rows - 2, kappa, low, g.G2.GetLower(), g.G3.GetLower(), g.R2.GetLower(), g.R3.GetLower(),
            lower + 2);
        SumPair(
            pixel + half, stride, rows, kappa, high, g.G0.GetUpper(), g.G1.GetUpper(), g.R0.GetUpper(),
            g.R1.GetUpper(), upper);
        SumPair(
            below + half, stride, rows - 2, kappa, high, g.G2.GetUpper(), g.G3.GetUpper(), g.R2.GetUpper(),
            g.R3.GetUpper(), upper + 2);
        RowMoments moments = RowMoments.Interleave(
            Join(lower[0], upper[0]), Join(lower[1], upper[1]), Join(lower[2], upper[2]), Join(lower[3], upper[3]));
        total.AddRows(block.U1, block.U2(frame, s), frame.InverseL22, moments);
    }

    private static RowMoments Join(in Moments lower, in Moments upper) => new(
        Vector512.Create(lower.Zeroth, upper.Zeroth), Vector512.Create(lower.First, upper.First),
        Vector512.Create(lower.Second, upper.Second));

    // The row at `pixel` and every fourth from it on, and likewise the next row.
    private static void SumPair(
        double* pixel, int stride, int rows, double kappa16, Vector256<double> threshold, Vector256<double> g0,
        Vector256<double> g1, Vector256<double> r0, Vector256<double> r1, Moments* sums)
    {
        Vector256<double> kappa = Vector256.Create(kappa16), n = default;
        Vector256<double> zeroth0 = default, first0 = default, second0 = default;
        Vector256<double> zeroth1 = default, first1 = default, second1 = default;
        int count = (rows + 3) >> 2;
        for (int left = (rows + 2) >> 2; left > 0; left--, count--)
        {
            Accumulate(pixel, g0, threshold, n, ref zeroth0, ref first0, ref second0);
            Accumulate(pixel + stride, g1, threshold, n, ref zeroth1, ref first1, ref second1);
            pixel += 4 * stride;
            n += Vector256<double>.One;
            g0 *= r0;
            g1 *= r1;
            r0 *= kappa;
            r1 *= kappa;
        }

        if (count > 0)
        {
            Accumulate(pixel, g0, threshold, n, ref zeroth0, ref first0, ref second0);
        }

        sums[0] = new Moments(zeroth0, first0, second0);
        sums[1] = new Moments(zeroth1, first1, second1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(
        double* pixel, Vector256<double> g, Vector256<double> threshold, Vector256<double> n,
        ref Vector256<double> zeroth, ref Vector256<double> first, ref Vector256<double> second)
    {
        Vector256<double> w = Vector256.GreaterThanOrEqual(g, threshold) & (g * Vector256.LoadAligned(pixel));
        Vector256<double> wn = w * n;
        zeroth += w;
        first += wn;
        second = Vector256.FusedMultiplyAdd(wn, n, second);
    }

    private readonly record struct Moments(
        Vector256<double> Zeroth, Vector256<double> First, Vector256<double> Second);
}
