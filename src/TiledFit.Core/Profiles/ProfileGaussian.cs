using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Profiles;

/// <summary>One Gaussian a·exp(−½u²), u = (x − c)/σ, of a profile.</summary>
/// <param name="Amplitude">a ≥ 0, in the unit of the values.</param>
/// <param name="X">c, in the unit of x.</param>
/// <param name="Sigma">σ > 0, in the unit of x.</param>
public readonly record struct ProfileGaussian(double Amplitude, double X, double Sigma)
{
    /// <summary>Number of parameters.</summary>
    public const int ParameterCount = 3;

    private const double SqrtTwoPi = 2.5066282746310002;

    /// <summary>∫ a·g dx = √(2π)·a·σ, unit of the values times that of x.</summary>
    public double Area => SqrtTwoPi * Amplitude * Sigma;

    /// <summary>True when every parameter is finite, a ≥ 0 and σ > 0.</summary>
    public bool IsValid =>
        double.IsFinite(Amplitude) && Amplitude >= 0 && double.IsFinite(X) && double.IsFinite(Sigma) && Sigma > 0;

    /// <summary>The component's value at a place, zero outside the support.</summary>
    public double ValueAt(double x)
    {
        double u = (x - X) / Sigma;
        return u * u <= Support.RadiusSquared ? Amplitude * DeterministicMath.Exp(-0.5 * u * u) : 0;
    }

    /// <summary>
    /// ∫ g_i·g_j / √(∫ g_i²·∫ g_j²) = √(2σ_iσ_j/V)·exp(−d²/2V) with V = σ_i² + σ_j²: 1 for equal ones.
    /// </summary>
    public double OverlapWith(in ProfileGaussian other)
    {
        double v = Sigma * Sigma + other.Sigma * other.Sigma, d = X - other.X;
        return Math.Sqrt(2 * Sigma * other.Sigma / v) * DeterministicMath.Exp(-0.5 * d * d / v);
    }

    /// <summary>The Gaussian with the area, mean and variance of two together.</summary>
    internal ProfileGaussian MergeWith(in ProfileGaussian other)
    {
        double area = Amplitude * Sigma + other.Amplitude * other.Sigma;
        double share = area > 0 ? Amplitude * Sigma / area : 0.5, d = other.X - X;
        double sigma = Math.Sqrt(
            share * Sigma * Sigma + (1 - share) * other.Sigma * other.Sigma + share * (1 - share) * d * d);
        return new ProfileGaussian(area / sigma, X + (1 - share) * d, sigma);
    }

    /// <summary>
    /// The component after a step (α, d, e) on its own scale: a ← a·e^α, c ← c + σ·d, σ ← σ·e^e. The derivatives of the
    /// model by it are a·g·(1, u, u²).
    /// </summary>
    internal ProfileGaussian Move(ReadOnlySpan<double> step) => new(
        Amplitude * DeterministicMath.Exp(step[0]), X + Sigma * step[1], Sigma * DeterministicMath.Exp(step[2]));
}
