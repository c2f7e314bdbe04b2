using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Kernels;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// The moments of a product over the pixels of a strip that ends at edges across one axis: exact sums along that axis,
/// and along the other, which no edge cuts, the integral of the normal distribution that is left there.
/// </summary>
internal static class EdgeMoments
{
    private static readonly double Sqrt2Pi = Math.Sqrt(2 * Math.PI);

    // Row n of Pascal's triangle at [n·5].
    private static ReadOnlySpan<double> Binomials =>
        [1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 2, 1, 0, 0, 1, 3, 3, 1, 0, 1, 4, 6, 4, 1];

    /// <summary>
    /// Over the columns from <paramref name="first"/> to before <paramref name="end"/>, positions of the raster. v1 is
    /// constant in a column, where v2 is standard normal and a pixel apart 1/T22.
    /// </summary>
    public static ProductMoments OfColumns(in GaussianProduct product, int first, int end)
    {
        Span<double> sums = stackalloc double[ProductMoments.Degrees];
        Sum(product.MeanX, 1 / product.T11, first, end, sums);
        double factor = Sqrt2Pi * product.T22 * product.Peak;
        var moments = default(ProductMoments);
        for (int a = 0; a < ProductMoments.Degrees; a++)
        {
            for (int b = 0; a + b < ProductMoments.Degrees; b += 2)
            {
                moments[a * ProductMoments.Degrees + b] = factor * sums[a] * ProductMoments.Normal[b];
            }
        }

        return moments;
    }

    /// <summary>
    /// Over the rows from <paramref name="first"/> to before <paramref name="end"/>. In the frame w that is turned from
    /// v by v1 = c·w1 + s·w2, v2 = c·w2 − s·w1 with c = T22/√S_yy and s = T21/√S_yy, w2 = (y − m_y)/√S_yy is constant in
    /// a row, where w1 is standard normal.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ProductMoments OfRows(in GaussianProduct product, int first, int end)
    {
        double sigma = Math.Sqrt(product.T21 * product.T21 + product.T22 * product.T22);
        Span<double> sums = stackalloc double[ProductMoments.Degrees];
        Sum(product.MeanY, 1 / sigma, first, end, sums);
        double factor = Sqrt2Pi * product.SqrtDeterminant / sigma * product.Peak;
        double cosine = product.T22 / sigma, sine = product.T21 / sigma;
        var moments = default(ProductMoments);
        for (int a = 0; a < ProductMoments.Degrees; a++)
        {
            for (int b = 0; a + b < ProductMoments.Degrees; b++)
            {
                moments[a * ProductMoments.Degrees + b] = factor * Turned(a, b, cosine, sine, sums);
            }
        }

        return moments;
    }

    // Σ v1ᵃ·v2ᵇ of what has the moments E[w1ᵖ]·sums[q].
    private static double Turned(int a, int b, double cosine, double sine, ReadOnlySpan<double> sums)
    {
        double total = 0;
        for (int j = 0; j <= a; j++)
        {
            for (int k = 0; k <= b; k++)
            {
                double normal = ProductMoments.Normal[j + k];
                if (normal != 0)
                {
                    double sign = k % 2 == 0 ? 1 : -1;
                    double ways = Binomials[a * ProductMoments.Degrees + j] * Binomials[b * ProductMoments.Degrees + k];
                    total += sign * ways * Power(cosine, j + b - k) * Power(sine, a - j + k) * normal
                        * sums[a + b - j - k];
                }
            }
        }

        return total;
    }

    private static double Power(double value, int exponent)
    {
        double power = 1;
        for (int k = 0; k < exponent; k++)
        {
            power *= value;
        }

        return power;
    }

    // Σ vⁿ·e^{−v²/2}, v = (k − mean)·inverse, for n = 0 to 4.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(double mean, double inverse, int first, int end, Span<double> sums)
    {
        Vector512<double> lanes = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        Vector512<double> n0 = default, n1 = default, n2 = default, n3 = default, n4 = default;
        for (int k = first; k < end; k += PixelPlane.Lanes)
        {
            Vector512<double> v = (Vector512.Create(k - mean) + lanes) * Vector512.Create(inverse);
            Vector512<double> inside = Vector512.LessThan(lanes, Vector512.Create((double)(end - k)));
            Vector512<double> m0 = Vector512.ConditionalSelect(
                inside, DeterministicMath.Exp(v * v * Vector512.Create(-0.5)), Vector512<double>.Zero);
            Vector512<double> m1 = m0 * v, m2 = m1 * v, m3 = m2 * v;
            n0 += m0;
            n1 += m1;
            n2 += m2;
            n3 += m3;
            n4 = Vector512.FusedMultiplyAdd(m3, v, n4);
        }

        (sums[0], sums[1], sums[2], sums[3], sums[4]) =
            (LaneSum.Of(n0), LaneSum.Of(n1), LaneSum.Of(n2), LaneSum.Of(n3), LaneSum.Of(n4));
    }
}
