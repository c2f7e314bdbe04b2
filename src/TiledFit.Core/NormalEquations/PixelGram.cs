using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// The Gram matrix Σ w·g_i·g_j·h·hᵀ of the Hermite polynomials over the pixels of both supports, in the whitened
/// frame of the product: what the integral replaces by e^{−Q/2}·2π·|S|^½ times the identity.
/// </summary>
internal static unsafe class PixelGram
{
    /// <summary>Writes the 6 × 6 matrix.</summary>
    /// <param name="first">g_i.</param>
    /// <param name="second">g_j.</param>
    /// <param name="product">Their product.</param>
    /// <param name="domain">The window.</param>
    /// <param name="gram">36 values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(
        in Gaussian first, in Gaussian second, in GaussianProduct product, PixelDomain domain, Span<double> gram)
    {
        PixelRectangle bounds = domain.Bounds;
        var frame1 = new GaussianFrame(first);
        var frame2 = new GaussianFrame(second);
        (int from1, int end1) = ColumnBlock.Columns(frame1, bounds);
        (int from2, int end2) = ColumnBlock.Columns(frame2, bounds);
        var moments = default(ProductMoments);
        for (int column = Math.Max(from1, from2); column < Math.Min(end1, end2); column += PixelPlane.Lanes)
        {
            var block1 = new ColumnBlock(frame1, bounds, column);
            var block2 = new ColumnBlock(frame2, bounds, column);
            int row = Math.Max(block1.FirstRow, block2.FirstRow), last = Math.Min(block1.LastRow, block2.LastRow);
            if (row <= last)
            {
                SumBlock(frame1, block1, frame2, block2, product, domain, column, row, last, ref moments);
            }
        }

        moments.ToHermite(1, gram);
    }

    private static void SumBlock(
        in GaussianFrame frame1, in ColumnBlock block1, in GaussianFrame frame2, in ColumnBlock block2,
        in GaussianProduct product, PixelDomain domain, int column, int firstRow, int lastRow, ref ProductMoments moments)
    {
        PixelRectangle bounds = domain.Bounds;
        PixelPlane weights = domain.Weights;
        // v1 is constant in a column; v2 grows by 1/T22 a row.
        Vector512<double> x = Vector512.Create(bounds.X + column - product.MeanX)
            + Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        Vector512<double> v1 = x * Vector512.Create(1 / product.T11);
        Vector512<double> tilt = v1 * Vector512.Create(-product.T21 / product.T22);
        double inverse = 1 / product.T22;
        Vector512<double> n0 = default, n1 = default, n2 = default, n3 = default, n4 = default;
        Vector512<double> g1 = default, r1 = default, g2 = default, r2 = default;
        Vector512<double> kappa1 = Vector512.Create(frame1.Kappa1), kappa2 = Vector512.Create(frame2.Kappa1);
        int chunk = Math.Min(frame1.ChunkRows, frame2.ChunkRows);
        int untilSeed = 0;
        for (int row = firstRow; row <= lastRow; row++)
        {
            if (untilSeed == 0)
            {
                (g1, r1) = Seed(frame1, block1, bounds.Y + row - frame1.CentreY);
                (g2, r2) = Seed(frame2, block2, bounds.Y + row - frame2.CentreY);
                untilSeed = chunk;
            }

            Vector512<double> inside = Vector512.GreaterThanOrEqual(g1, block1.Threshold)
                & Vector512.GreaterThanOrEqual(g2, block2.Threshold);
            Vector512<double> m0 = Vector512.ConditionalSelect(inside, g1 * g2, Vector512<double>.Zero);
            if (weights.Data != null)
            {
                m0 *= Vector512.LoadAligned(weights.Row(row) + column);
            }

            Vector512<double> v2 = Vector512.Create((bounds.Y + row - product.MeanY) * inverse) + tilt;
            Vector512<double> m1 = m0 * v2;
            Vector512<double> m2 = m1 * v2;
            Vector512<double> m3 = m2 * v2;
            n0 += m0;
            n1 += m1;
            n2 += m2;
            n3 += m3;
            n4 = Vector512.FusedMultiplyAdd(m3, v2, n4);
            g1 *= r1;
            r1 *= kappa1;
            g2 *= r2;
            r2 *= kappa2;
            untilSeed--;
        }

        moments.Add(v1, n0, n1, n2, n3, n4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> G, Vector512<double> Ratio) Seed(
        in GaussianFrame frame, in ColumnBlock block, double s)
    {
        Vector512<double> inverse = Vector512.Create(frame.InverseL22);
        Vector512<double> u2 = block.U2(frame, s);
        Vector512<double> q = Vector512.FusedMultiplyAdd(u2, u2, block.U1 * block.U1);
        return (
            DeterministicMath.Exp(q * Vector512.Create(-0.5)),
            DeterministicMath.Exp(-Vector512.FusedMultiplyAdd(inverse, Vector512.Create(0.5), u2) * inverse));
    }
}
