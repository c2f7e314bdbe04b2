using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Uncertainty;

/// <summary>
/// Noise of unit variance that is white noise smoothed by a round Gaussian beam of σ_b: its autocorrelation is
/// ρ(d) = exp(−|d|²/(2τ²)), τ² = 2σ_b² (Condon 1997, §3). The fit itself stays the unweighted one.
/// </summary>
internal sealed class BeamNoise(double fwhm)
{
    private const int N = Gaussian.ParameterCount;

    // Full width at half maximum over σ, squared: 8 ln 2.
    private const double SquaredFwhmOfUnitSigma = 5.545177444479562;

    // Beyond it the largest entry is 1e-6 of those of the pair at one place.
    private const double LargestDistance = 36;

    private readonly double _variance = 2 * fwhm * fwhm / SquaredFwhmOfUnitSigma;

    /// <summary>
    /// The covariance of two components' gradients,
    /// M_ij = a_i a_j ∫∫ g_i(x) φ(u_i(x)) ρ(x − y) φ(u_j(y))ᵀ g_j(y) dx dy. With D = c_i − c_j and
    /// S = Σ_i + Σ_j + τ²·1 the integrand is (2π)²·|Σ_i|^½|Σ_j|^½·τ²·|S|^−½·e^{−½DᵀS⁻¹D} times a normal density in
    /// (u, v) with means −L_iᵀS⁻¹D and L_jᵀS⁻¹D, covariances 1 − L_iᵀS⁻¹L_i and 1 − L_jᵀS⁻¹L_j, and L_iᵀS⁻¹L_j across.
    /// </summary>
    /// <param name="first">Component i.</param>
    /// <param name="second">Component j.</param>
    /// <param name="block">Receives M_ij, 6 × 6.</param>
    /// <returns>False when it is as good as zero.</returns>
    public bool TryCorrelate(in Gaussian first, in Gaussian second, Span<double> block)
    {
        double xx = first.CovarianceXX + second.CovarianceXX + _variance;
        double xy = first.CovarianceXY + second.CovarianceXY;
        double yy = first.CovarianceYY + second.CovarianceYY + _variance;
        double determinant = xx * yy - xy * xy, dx = first.X - second.X, dy = first.Y - second.Y;

        // S⁻¹ = R·Rᵀ with R = [[r11, 0], [r21, r22]]; everything is a product of P = L_iᵀ·R, Q = L_jᵀ·R and e = Rᵀ·D.
        double r11 = Math.Sqrt(yy / determinant), r21 = -xy / determinant / r11, r22 = 1 / Math.Sqrt(yy);
        double e1 = r11 * dx + r21 * dy, e2 = r22 * dy, distance = e1 * e1 + e2 * e2;
        if (distance > LargestDistance)
        {
            return false;
        }

        var p = new Half(first.L11 * r11 + first.L21 * r21, first.L21 * r22, first.L22 * r21, first.L22 * r22);
        var q = new Half(second.L11 * r11 + second.L21 * r21, second.L21 * r22, second.L22 * r21, second.L22 * r22);
        Span<double> central = stackalloc double[N * N], half = stackalloc double[N * N];
        Central(p, q, central);
        Span<double> t1 = stackalloc double[N * N], t2 = stackalloc double[N * N];
        Translation(-(p.M11 * e1 + p.M12 * e2), -(p.M21 * e1 + p.M22 * e2), t1);
        Translation(q.M11 * e1 + q.M12 * e2, q.M21 * e1 + q.M22 * e2, t2);
        double scale = 4 * Math.PI * Math.PI * _variance * first.Amplitude * second.Amplitude
            * first.SqrtDeterminant * second.SqrtDeterminant / Math.Sqrt(determinant)
            * DeterministicMath.Exp(-0.5 * distance);
        SmallMatrix.Multiply(t1, central, half);
        SmallMatrix.MultiplyTransposed(half, t2, block);
        foreach (ref double value in block)
        {
            value *= scale;
        }

        return true;
    }

    // E[φ(u)·φ(v)ᵀ] of central normal u, v with covariances A, B and C across, by Isserlis' theorem (1918).
    private static void Central(in Half p, in Half q, Span<double> moments)
    {
        ReadOnlySpan<double> a = [1 - p.Dot(0, p, 0), -p.Dot(0, p, 1), -p.Dot(1, p, 0), 1 - p.Dot(1, p, 1)];
        ReadOnlySpan<double> b = [1 - q.Dot(0, q, 0), -q.Dot(0, q, 1), -q.Dot(1, q, 0), 1 - q.Dot(1, q, 1)];
        ReadOnlySpan<double> c = [p.Dot(0, q, 0), p.Dot(0, q, 1), p.Dot(1, q, 0), p.Dot(1, q, 1)];
        ReadOnlySpan<int> left = [0, 0, 1], right = [0, 1, 1];
        moments.Clear();
        moments[0] = 1;
        for (int k = 0; k < 4; k++)
        {
            moments[(1 + k / 2) * N + 1 + k % 2] = c[k];
        }

        for (int k = 0; k < 3; k++)
        {
            moments[3 + k] = b[left[k] * 2 + right[k]];
            moments[(3 + k) * N] = a[left[k] * 2 + right[k]];
            for (int l = 0; l < 3; l++)
            {
                moments[(3 + k) * N + 3 + l] = a[left[k] * 2 + right[k]] * b[left[l] * 2 + right[l]]
                    + c[left[k] * 2 + left[l]] * c[right[k] * 2 + right[l]]
                    + c[left[k] * 2 + right[l]] * c[right[k] * 2 + left[l]];
            }
        }
    }

    // φ(m + u) = T(m)·φ(u).
    private static void Translation(double m1, double m2, Span<double> t)
    {
        t.Clear();
        for (int k = 0; k < N; k++)
        {
            t[k * N + k] = 1;
        }

        t[6] = m1;
        t[12] = m2;
        t[18] = m1 * m1;
        t[19] = 2 * m1;
        t[24] = m1 * m2;
        t[25] = m2;
        t[26] = m1;
        t[30] = m2 * m2;
        t[32] = 2 * m2;
    }

    /// <summary>Lᵀ·R, 2 × 2.</summary>
    private readonly record struct Half(double M11, double M12, double M21, double M22)
    {
        /// <summary>Product of a row of this and a row of another.</summary>
        public double Dot(int row, in Half other, int otherRow)
        {
            (double a, double b) = row == 0 ? (M11, M12) : (M21, M22);
            (double c, double d) = otherRow == 0 ? (other.M11, other.M12) : (other.M21, other.M22);
            return a * c + b * d;
        }
    }
}
