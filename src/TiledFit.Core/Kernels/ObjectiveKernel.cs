using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>The objective Σ w·r² of a residual plane.</summary>
internal static unsafe class ObjectiveKernel
{
    /// <summary>
    /// Makes r into w·r, zero where there is no data, and sums w·r²: within a row lane by lane, over the rows
    /// compensated (Neumaier 1974).
    /// </summary>
    /// <param name="residual">r, finite everywhere.</param>
    /// <param name="weights">w ≥ 0 for each pixel of the same plane, or null data when all are 1.</param>
    public static double WeighAndSum(PixelPlane residual, PixelPlane weights)
    {
        var sum = default(CompensatedSum);
        int blocks = residual.Stride / PixelPlane.Lanes;
        for (int row = 0; row < residual.Bounds.Height; row++)
        {
            double* r = residual.Row(row);
            sum.Add(weights.Data == null ? SumRow(r, blocks) : WeighAndSumRow(r, weights.Row(row), blocks));
        }

        return sum.Value;
    }

    private static double SumRow(double* r, int blocks)
    {
        Vector512<double> even = default, odd = default;
        int k = 0;
        for (; k + 2 <= blocks; k += 2)
        {
            Vector512<double> a = Vector512.LoadAligned(r), b = Vector512.LoadAligned(r + PixelPlane.Lanes);
            even = Vector512.FusedMultiplyAdd(a, a, even);
            odd = Vector512.FusedMultiplyAdd(b, b, odd);
            r += 2 * PixelPlane.Lanes;
        }

        if (k < blocks)
        {
            Vector512<double> a = Vector512.LoadAligned(r);
            even = Vector512.FusedMultiplyAdd(a, a, even);
        }

        return LaneSum.Of(even + odd);
    }

    private static double WeighAndSumRow(double* r, double* weights, int blocks)
    {
        Vector512<double> sum = default;
        for (int k = 0; k < blocks; k++)
        {
            Vector512<double> a = Vector512.LoadAligned(r), weighted = a * Vector512.LoadAligned(weights);
            weighted.StoreAligned(r);
            sum = Vector512.FusedMultiplyAdd(weighted, a, sum);
            r += PixelPlane.Lanes;
            weights += PixelPlane.Lanes;
        }

        return LaneSum.Of(sum);
    }
}
