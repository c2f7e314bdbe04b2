namespace TiledFit.Core.Profiles;

/// <summary>A place where a profile, seen at some scale, bends down more than beside it.</summary>
/// <param name="X">Where.</param>
/// <param name="HalfWidth">Half the distance of the points of inflection, √(σ² + s²) of a Gaussian.</param>
/// <param name="Scale">s, the scale.</param>
/// <param name="Bend">−s²·f″ at that scale.</param>
/// <param name="Significance">The bend over its standard deviation.</param>
internal readonly record struct CurvaturePeak(
    double X, double HalfWidth, double Scale, double Bend, double Significance)
{
    // Of the scale: what is narrower still does not show in the width.
    private const double NarrowestShare = 0.3;

    /// <summary>
    /// The Gaussian that bends so: with κ = s²/σ² its bend at scale s is a·κ·(1 + κ)^(−3/2).
    /// </summary>
    public ProfileGaussian ToGaussian()
    {
        double variance = Math.Max(
            HalfWidth * HalfWidth - Scale * Scale, NarrowestShare * NarrowestShare * Scale * Scale);
        double kappa = Scale * Scale / variance;
        return new ProfileGaussian(Bend * (1 + kappa) * Math.Sqrt(1 + kappa) / kappa, X, Math.Sqrt(variance));
    }
}
