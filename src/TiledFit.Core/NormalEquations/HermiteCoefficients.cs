using System.Runtime.CompilerServices;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// φ(u) = (1, u1, u2, u1², u1·u2, u2²) for u1 = α + A·v1, u2 = β + B·v1 + C·v2, expanded in the Hermite polynomials
/// h = (1, v1, v2, (v1² − 1)/√2, v1·v2, (v2² − 1)/√2), which are orthonormal under a standard normal pair v. The
/// coefficients form a lower triangular matrix P with φ = P·h, so that E[φ(u_i)·φ(u_j)ᵀ] = P_i·P_jᵀ.
/// </summary>
[InlineArray(Length)]
internal struct HermiteCoefficients
{
    public const int Length = 36;
    private const double Sqrt2 = 1.4142135623730951;

    private double _first;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static HermiteCoefficients Create(double alpha, double beta, double a, double b, double c)
    {
        var p = default(HermiteCoefficients);
        p[0] = 1;

        p[6] = alpha;
        p[7] = a;

        p[12] = beta;
        p[13] = b;
        p[14] = c;

        p[18] = alpha * alpha + a * a;
        p[19] = 2 * alpha * a;
        p[21] = Sqrt2 * a * a;

        p[24] = alpha * beta + a * b;
        p[25] = alpha * b + beta * a;
        p[26] = alpha * c;
        p[27] = Sqrt2 * a * b;
        p[28] = a * c;

        p[30] = beta * beta + b * b + c * c;
        p[31] = 2 * beta * b;
        p[32] = 2 * beta * c;
        p[33] = Sqrt2 * b * b;
        p[34] = 2 * b * c;
        p[35] = Sqrt2 * c * c;
        return p;
    }

    /// <summary>block = scale·P_i·P_jᵀ, row-major.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gram(in HermiteCoefficients pi, in HermiteCoefficients pj, double scale, Span<double> block)
    {
        for (int row = 0; row < 6; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                double sum = 0;
                for (int k = Math.Min(row, column); k >= 0; k--)
                {
                    sum += pi[row * 6 + k] * pj[column * 6 + k];
                }

                block[row * 6 + column] = scale * sum;
            }
        }
    }

    /// <summary>block = scale·P_i·G·P_jᵀ, row-major, for a Gram matrix G of the Hermite polynomials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(
        in HermiteCoefficients pi, ReadOnlySpan<double> gram, in HermiteCoefficients pj, double scale,
        Span<double> block)
    {
        Span<double> half = stackalloc double[Length];
        for (int row = 0; row < 6; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                double sum = 0;
                for (int k = 0; k <= row; k++)
                {
                    sum += pi[row * 6 + k] * gram[k * 6 + column];
                }

                half[row * 6 + column] = sum;
            }
        }

        for (int row = 0; row < 6; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                double sum = 0;
                for (int k = 0; k <= column; k++)
                {
                    sum += half[row * 6 + k] * pj[column * 6 + k];
                }

                block[row * 6 + column] = scale * sum;
            }
        }
    }
}
