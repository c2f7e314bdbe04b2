using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;

namespace TiledFit.Core.Uncertainty;

/// <summary>
/// From the covariance C of a component's step δ = (α, d1, d2, e11, e21, e22) to the errors of its parameters and of
/// what follows from them, by the delta method: the variance of f is ∇fᵀ·C·∇f.
/// </summary>
internal static class ErrorPropagation
{
    private const int N = Gaussian.ParameterCount;

    /// <summary>The errors.</summary>
    /// <param name="g">The component.</param>
    /// <param name="covariance">C, 6 × 6; NaN in the rows and columns of what is not determined.</param>
    public static ComponentErrors Of(in Gaussian g, ReadOnlySpan<double> covariance)
    {
        double l11 = g.L11, l21 = g.L21, l22 = g.L22;
        (double cosine, double sine) = AxisFrame.Direction(g.CovarianceXX, g.CovarianceXY, g.CovarianceYY);
        double major = g.SigmaMajor, minor = g.SigmaMinor;
        return new ComponentErrors(
            Error(covariance, [g.Amplitude, 0, 0, 0, 0, 0]),
            Error(covariance, [0, l11, 0, 0, 0, 0]),
            Error(covariance, [0, l21, l22, 0, 0, 0]),
            Error(covariance, [0, 0, 0, l11, 0, 0]),
            Error(covariance, [0, 0, 0, l21, l22, 0]),
            Error(covariance, [0, 0, 0, 0, 0, l22]),
            Error(covariance, Form(g, 1, 0, 1, 0, 1)),
            Error(covariance, Form(g, 1, 0, 0, 1, 1)),
            Error(covariance, Form(g, 0, 1, 0, 1, 1)),
            Error(covariance, Form(g, cosine, sine, cosine, sine, 0.5 / major)),
            Error(covariance, Form(g, -sine, cosine, -sine, cosine, 0.5 / minor)),
            Error(covariance, Form(g, -sine, cosine, cosine, sine, 1 / ((major - minor) * (major + minor)))),
            Error(covariance, [g.Volume, 0, 0, g.Volume, 0, g.Volume]),
            Largest(covariance),
            Covariance(covariance, [0, l11, 0, 0, 0, 0], [0, l21, l22, 0, 0, 0]));
    }

    // s·pᵀ·dΣ·q with dΣ = L·(E + Eᵀ)·Lᵀ, E = [[e11, 0], [e21, e22]]: λ' = vᵀ·dΣ·v for an eigenvalue,
    // θ' = v⊥ᵀ·dΣ·v / (λ1 − λ2) for the angle of its vector.
    private static double[] Form(in Gaussian g, double p1, double p2, double q1, double q2, double s)
    {
        double a1 = g.L11 * p1 + g.L21 * p2, a2 = g.L22 * p2, b1 = g.L11 * q1 + g.L21 * q2, b2 = g.L22 * q2;
        return [0, 0, 0, 2 * s * a1 * b1, s * (a1 * b2 + a2 * b1), 2 * s * a2 * b2];
    }

    private static double Error(ReadOnlySpan<double> covariance, ReadOnlySpan<double> gradient) =>
        Math.Sqrt(Covariance(covariance, gradient, gradient));

    // ∇fᵀ·C·∇g.
    private static double Covariance(ReadOnlySpan<double> covariance, ReadOnlySpan<double> f, ReadOnlySpan<double> g)
    {
        double sum = 0;
        for (int a = 0; a < N; a++)
        {
            for (int b = 0; b < N; b++)
            {
                // What does not enter does not matter, determined or not.
                if (f[a] != 0 && g[b] != 0)
                {
                    sum += f[a] * covariance[a * N + b] * g[b];
                }
            }
        }

        return sum;
    }

    private static double Largest(ReadOnlySpan<double> covariance)
    {
        double largest = 0;
        for (int a = 0; a < N; a++)
        {
            largest = Math.Max(largest, covariance[a * N + a]);
        }

        return Math.Sqrt(largest);
    }
}
