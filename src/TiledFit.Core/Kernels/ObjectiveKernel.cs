using System.Runtime.Intrinsics;

namespace TiledFit.Core.Kernels;

/// <summary>The objective Σ r² of a residual plane.</summary>
internal static unsafe class ObjectiveKernel
{
    /// <summary>
    /// Sets the residual of pixels without data to zero and sums the squares: within a row lane by lane, over the rows
    /// compensated (Neumaier 1974).
    /// </summary>
    /// <param name="residual">r, finite everywhere.</param>
    /// <param name="valid">1 or 0 for each pixel of the same plane, or null data when all pixels are valid.</param>
    public static double MaskAndSum(PixelPlane residual, PixelPlane valid)
    {
        var sum = default(CompensatedSum);
        int blocks = residual.Stride / PixelPlane.Lanes;
        for (int row = 0; row < residual.Bounds.Height; row++)
        {
            double* r = residual.Row(row);
            sum.Add(valid.Data == null ? SumRow(r, blocks) : MaskAndSumRow(r, valid.Row(row), blocks));
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

    private static double MaskAndSumRow(double* r, double* valid, int blocks)
    {
        Vector512<double> sum = default;
        for (int k = 0; k < blocks; k++)
        {
            Vector512<double> a = Vector512.LoadAligned(r) * Vector512.LoadAligned(valid);
            a.StoreAligned(r);
            sum = Vector512.FusedMultiplyAdd(a, a, sum);
            r += PixelPlane.Lanes;
            valid += PixelPlane.Lanes;
        }

        return LaneSum.Of(sum);
    }
}
