using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// The moments of a product over pixels without data, beyond the supports, too, as in the integral that they are taken
/// from: there are at most 4e-6 of a peak.
/// </summary>
internal static class MissingMoments
{
    /// <summary>Over those of all cells that a part of the window meets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ProductMoments Sum(in GaussianProduct product, MissingPixelGrid missing, PixelRectangle part)
    {
        Vector512<double> lanes = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), half = Vector512.Create(-0.5);
        Vector512<double> meanX = Vector512.Create(product.MeanX), meanY = Vector512.Create(product.MeanY);
        Vector512<double> across = Vector512.Create(1 / product.T11), down = Vector512.Create(1 / product.T22);
        Vector512<double> tilt = Vector512.Create(-product.T21 / product.T22);
        Vector512<double> n00 = default, n01 = default, n02 = default, n03 = default, n04 = default;
        Vector512<double> n10 = default, n11 = default, n12 = default, n13 = default;
        Vector512<double> n20 = default, n21 = default, n22 = default, n30 = default, n31 = default, n40 = default;
        (int firstRow, int lastRow) = missing.CellRows(part);
        for (int row = firstRow; row <= lastRow; row++)
        {
            (int begin, int end) = missing.Span(part, row);
            for (int k = begin; k < end; k += PixelPlane.Lanes)
            {
                Vector512<double> v1 = (Vector512.Create(missing.X, k) - meanX) * across;
                Vector512<double> v2 = Vector512.FusedMultiplyAdd(
                    tilt, v1, (Vector512.Create(missing.Y, k) - meanY) * down);
                Vector512<double> squares = Vector512.FusedMultiplyAdd(v1, v1, v2 * v2);
                Vector512<double> m = Vector512.ConditionalSelect(
                    Vector512.LessThan(lanes, Vector512.Create((double)(end - k))),
                    DeterministicMath.Exp(half * squares), Vector512<double>.Zero);
                Vector512<double> m1 = m * v1, m11 = m1 * v1, m111 = m11 * v1;
                Vector512<double> m2 = m * v2, m22 = m2 * v2, m222 = m22 * v2;
                n00 += m;
                n10 += m1;
                n20 += m11;
                n30 += m111;
                n40 = Vector512.FusedMultiplyAdd(m111, v1, n40);
                n01 += m2;
                n02 += m22;
                n03 += m222;
                n04 = Vector512.FusedMultiplyAdd(m222, v2, n04);
                n11 = Vector512.FusedMultiplyAdd(m1, v2, n11);
                n12 = Vector512.FusedMultiplyAdd(m22, v1, n12);
                n13 = Vector512.FusedMultiplyAdd(m222, v1, n13);
                n21 = Vector512.FusedMultiplyAdd(m11, v2, n21);
                n22 = Vector512.FusedMultiplyAdd(m22, v1 * v1, n22);
                n31 = Vector512.FusedMultiplyAdd(m111, v2, n31);
            }
        }

        var moments = default(ProductMoments);
        double peak = product.Peak;
        moments.Set(0, peak, n00, n01, n02, n03, n04);
        moments.Set(1, peak, n10, n11, n12, n13, default);
        moments.Set(2, peak, n20, n21, n22, default, default);
        moments.Set(3, peak, n30, n31, default, default, default);
        moments.Set(4, peak, n40, default, default, default, default);
        return moments;
    }
}
