using TiledFit.Core.Model;

namespace TiledFit.Core.ExpectationMaximization;

/// <summary>
/// The M-step: π_i = W_i/W, c_i the mean and Σ_i the covariance of the data under their responsibilities (McLachlan and
/// Peel 2000, eq. 3.6–3.7), here in the frame of the E-step: c ← c + L·ū and Σ ← L·C·Lᵀ with ū and C of the u's.
/// </summary>
public static class MaximizationStep
{
    // Where nothing is left for the uniform part, its π₀ stays at a rounding error of the whole, so that f > 0.
    private const double LeastUniformShare = 2.220446049250313e-16;

    /// <summary>The mixture that maximises the expected likelihood of the complete data, of the data's mass.</summary>
    /// <param name="mixture">What the E-step was given.</param>
    /// <param name="expectation">What it left.</param>
    /// <param name="bounds">Bounds on the eigenvalues of every Σ_i.</param>
    public static GaussianMixture Run(GaussianMixture mixture, Expectation expectation, EigenvalueBounds bounds)
    {
        var components = new Gaussian[mixture.Components.Count];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = Update(mixture.Components[i], expectation.Components[i], bounds);
        }

        double uniform = Math.Max(expectation.UniformWeight, LeastUniformShare * expectation.Weight);
        return new GaussianMixture(components, expectation.Area > 0 ? uniform / expectation.Area : 0);
    }

    /// <summary>The component with the eigenvalues of its Σ within the bounds, and the mass it had.</summary>
    internal static Gaussian Constrain(in Gaussian g, EigenvalueBounds bounds) => Bound(g, bounds) is var bounded
        && bounded == g ? g : bounded with { Amplitude = g.Amplitude * g.SqrtDeterminant / bounded.SqrtDeterminant };

    // A component to which no datum belongs keeps its place and shape, without height.
    private static Gaussian Update(in Gaussian g, in ResponsibilitySums sums, EigenvalueBounds bounds)
    {
        double weight = sums.Weight, m1 = sums.U1 / weight, m2 = sums.U2 / weight;
        double c11 = sums.U1U1 / weight - m1 * m1;
        double c12 = sums.U1U2 / weight - m1 * m2;
        double c22 = sums.U2U2 / weight - m2 * m2;
        if (!(weight > 0) || !double.IsFinite(c11 + c12 + c22))
        {
            return g with { Amplitude = 0 };
        }

        Gaussian moved = g with { X = g.X + g.L11 * m1, Y = g.Y + g.L21 * m1 + g.L22 * m2 };
        Gaussian shaped = Reshape(moved, c11, c12, c22, bounds);
        return shaped with { Amplitude = weight / (2 * Math.PI * shaped.SqrtDeterminant) };
    }

    // Σ ← L·C·Lᵀ = (L·K)(L·K)ᵀ with C = K·Kᵀ; by way of Σ itself where C is singular.
    private static Gaussian Reshape(in Gaussian g, double c11, double c12, double c22, EigenvalueBounds bounds)
    {
        double k11 = Math.Sqrt(Math.Max(c11, 0)), k21 = c12 / k11, k22 = Math.Sqrt(Math.Max(c22 - k21 * k21, 0));
        Gaussian shaped = g with
        {
            L11 = g.L11 * k11,
            L21 = g.L21 * k11 + g.L22 * k21,
            L22 = g.L22 * k22,
        };
        return shaped.IsValid
            ? Bound(shaped, bounds)
            : Bound(
                g,
                g.L11 * g.L11 * c11,
                g.L11 * (g.L21 * c11 + g.L22 * c12),
                g.L21 * g.L21 * c11 + 2 * g.L21 * g.L22 * c12 + g.L22 * g.L22 * c22,
                bounds);
    }

    private static Gaussian Bound(in Gaussian g, EigenvalueBounds bounds) =>
        Bound(g, g.CovarianceXX, g.CovarianceXY, g.CovarianceYY, bounds);

    // −½·W·(ln|Σ| + tr(Σ⁻¹·C)) under bounds on the eigenvalues of Σ has its maximum where Σ has the eigenvectors of C
    // and its eigenvalues, clamped: tr(Σ⁻¹·C) is least for common eigenvectors (von Neumann 1937; Theobald 1975).
    private static Gaussian Bound(in Gaussian g, double xx, double xy, double yy, EigenvalueBounds bounds)
    {
        double half = 0.5 * (xx + yy), d = 0.5 * (xx - yy), gap = Math.Sqrt(d * d + xy * xy);
        if (g.IsValid && bounds.Hold(half - gap, half + gap))
        {
            return g;
        }

        double largest = bounds.Clamp(half + gap), smallest = bounds.Clamp(half - gap);
        double mean = 0.5 * (largest + smallest), ratio = gap > 0 ? 0.5 * (largest - smallest) / gap : 0;
        return Gaussian.FromCovariance(
            g.Amplitude, g.X, g.Y, mean + ratio * d, ratio * xy, mean - ratio * d);
    }
}
