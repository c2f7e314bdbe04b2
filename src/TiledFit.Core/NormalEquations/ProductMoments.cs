using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TiledFit.Core.Kernels;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// The moments μ_ab = Σ w·g_i·g_j·v1ᵃ·v2ᵇ, a + b ≤ 4, of a product in its whitened frame, at [a·5 + b].
/// </summary>
[InlineArray(Degrees * Degrees)]
internal struct ProductMoments
{
    /// <summary>Powers from 0 to 4.</summary>
    public const int Degrees = 5;

    private double _first;

    /// <summary>E[vᵃ] of a standard normal variable: 1, 0, 1, 0, 3.</summary>
    public static ReadOnlySpan<double> Normal => [1, 0, 1, 0, 3];

    /// <summary>The moments over the whole plane, by the integral.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ProductMoments OfPlane(in GaussianProduct product)
    {
        double integral = product.Integral;
        var moments = default(ProductMoments);
        for (int a = 0; a < Degrees; a += 2)
        {
            for (int b = 0; a + b < Degrees; b += 2)
            {
                moments[a * Degrees + b] = integral * Normal[a] * Normal[b];
            }
        }

        return moments;
    }

    /// <summary>Adds Σ v1ᵃ·n_b over the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(
        Vector512<double> v1, Vector512<double> n0, Vector512<double> n1, Vector512<double> n2,
        Vector512<double> n3, Vector512<double> n4)
    {
        for (int a = 0; a < Degrees; a++)
        {
            AddIf(a, 0, n0);
            AddIf(a, 1, n1);
            AddIf(a, 2, n2);
            AddIf(a, 3, n3);
            AddIf(a, 4, n4);
            n0 *= v1;
            n1 *= v1;
            n2 *= v1;
            n3 *= v1;
        }
    }

    /// <summary>Writes the moments of one power of v1, factor·Σ over the lanes.</summary>
    public void Set(
        int a, double factor, Vector512<double> n0, Vector512<double> n1, Vector512<double> n2, Vector512<double> n3,
        Vector512<double> n4)
    {
        int at = a * Degrees;
        this[at] = factor * LaneSum.Of(n0);
        this[at + 1] = factor * LaneSum.Of(n1);
        this[at + 2] = factor * LaneSum.Of(n2);
        this[at + 3] = factor * LaneSum.Of(n3);
        this[at + 4] = factor * LaneSum.Of(n4);
    }

    private void AddIf(int a, int b, Vector512<double> sum)
    {
        if (a + b < Degrees)
        {
            this[a * Degrees + b] += LaneSum.Of(sum);
        }
    }

    /// <summary>Takes the moments over some of the pixels out.</summary>
    public void Subtract(in ProductMoments others)
    {
        for (int k = 0; k < Degrees * Degrees; k++)
        {
            this[k] -= others[k];
        }
    }

    /// <summary>Writes <paramref name="weight"/>·Σ g_i·g_j·h·hᵀ of the Hermite polynomials h_k =
    /// scale_k·(v1^a_k·v2^b_k − shift_k), 6 × 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void ToHermite(double weight, Span<double> gram)
    {
        ReadOnlySpan<int> a = [0, 1, 0, 2, 1, 0], b = [0, 0, 1, 0, 1, 2];
        const double half = 0.7071067811865476;
        ReadOnlySpan<double> scale = [1, 1, 1, half, 1, half], shift = [0, 0, 0, 1, 0, 1];
        for (int k = 0; k < 6; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                double sum = Moment(a[k] + a[l], b[k] + b[l]) - shift[l] * Moment(a[k], b[k])
                    - shift[k] * Moment(a[l], b[l]) + shift[k] * shift[l] * Moment(0, 0);
                gram[k * 6 + l] = gram[l * 6 + k] = weight * (scale[k] * scale[l] * sum);
            }
        }
    }

    private readonly double Moment(int a, int b) => this[a * Degrees + b];
}
