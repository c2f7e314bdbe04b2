using TiledFit.Core.Model;

namespace TiledFit.Core.ExpectationMaximization;

/// <summary>
/// Bounds on the eigenvalues of every Σ_i. Without the lower one the likelihood is unbounded, as a component may shrink
/// onto one datum (Kiefer and Wolfowitz 1956).
/// </summary>
/// <param name="Floor">Least eigenvalue, px²; positive.</param>
/// <param name="Ceiling">Largest eigenvalue, px²; may be infinite.</param>
public readonly record struct EigenvalueBounds(double Floor, double Ceiling)
{
    /// <summary>
    /// For pixels of unit size, σ ≥ ½ px: below, the sum of a Gaussian over the pixels is no longer its integral (at ½
    /// px it is up to 1.5 % off along each axis).
    /// </summary>
    public const double PixelFloor = 0.25;

    /// <summary>Whether an eigenvalue of Σ is at a bound, to rounding.</summary>
    public bool AreMetBy(in Gaussian gaussian)
    {
        double smallest = gaussian.SigmaMinor, largest = gaussian.SigmaMajor;
        return smallest * smallest <= Floor * (1 + 1e-9) || largest * largest >= Ceiling * (1 - 1e-9);
    }

    internal bool Hold(double smallest, double largest) => smallest >= Floor && largest <= Ceiling;

    internal double Clamp(double eigenvalue) => Math.Min(Math.Max(eigenvalue, Floor), Ceiling);
}
