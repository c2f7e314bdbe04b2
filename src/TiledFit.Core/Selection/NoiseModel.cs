namespace TiledFit.Core.Selection;

/// <summary>
/// Stationary noise of standard deviation <paramref name="Sigma"/> whose correlation at distance d is exp(−d²/4ℓ²), as
/// of white noise smoothed by a Gaussian of standard deviation ℓ; ℓ = 0 is white noise.
/// </summary>
/// <param name="Sigma">σ_n, raster units.</param>
/// <param name="CorrelationLength">ℓ, px.</param>
public readonly record struct NoiseModel(double Sigma, double CorrelationLength)
{
    /// <summary>
    /// Variance of Σ r·g / √(Σ g²) for pure noise r and a Gaussian template with |Σ|^½ = <paramref name="area"/> px²:
    /// σ_n²·κ with κ = Σ_d e^(−d²/4ℓ²)·e^(−d²/4σ²) = 4π·ℓ²σ²/(ℓ² + σ²), and 1 for white noise.
    /// </summary>
    public double MatchedVariance(double area) => Sigma * Sigma * Inflation(area);

    /// <summary>κ; also the number of pixels that count for one where templates of that size are concerned.</summary>
    public double Inflation(double area)
    {
        double length = CorrelationLength * CorrelationLength;
        return length == 0 ? 1 : Math.Max(1, 4 * Math.PI * length * area / (length + area));
    }
}
