using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace TiledFit.Quality.Approximations;

/// <summary>
/// The orthonormal DCT-II, X_k = s_k·Σ_j x_j·cos(π(2j + 1)k/2n) with s_0 = √(1/n), else √(2/n), by one complex Fourier
/// transform of the same length (Makhoul 1980).
/// </summary>
internal static class CosineTransform
{
    public static double[] Forward(double[] values)
    {
        int n = values.Length;
        var v = new Complex[n];
        for (int j = 0; j < n; j++)
        {
            v[j] = values[Permuted(j, n)];
        }

        Fourier.Forward(v, FourierOptions.AsymmetricScaling);
        return [.. v.Select((value, k) => Scale(k, n) * (Twiddle(-k, n) * value).Real)];
    }

    /// <summary>The inverse, a DCT-III.</summary>
    public static double[] Inverse(double[] coefficients)
    {
        int n = coefficients.Length;
        double[] c = [.. coefficients.Select((value, k) => value / Scale(k, n))];
        Complex[] v = [.. c.Select((value, k) => Twiddle(k, n) * new Complex(value, k == 0 ? 0 : -c[n - k]))];
        Fourier.Inverse(v, FourierOptions.AsymmetricScaling);
        var values = new double[n];
        for (int j = 0; j < n; j++)
        {
            values[Permuted(j, n)] = v[j].Real;
        }

        return values;
    }

    // The even places forwards, then the odd ones backwards.
    private static int Permuted(int j, int n) => 2 * j < n ? 2 * j : 2 * (n - 1 - j) + 1;

    private static Complex Twiddle(int k, int n) => Complex.FromPolarCoordinates(1, Math.PI * k / (2.0 * n));

    private static double Scale(int k, int n) => Math.Sqrt((k == 0 ? 1.0 : 2.0) / n);
}
