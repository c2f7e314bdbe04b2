using System.Text.Json.Serialization;

namespace TiledFit.Core.Selection;

/// <summary>
/// Stationary noise of standard deviation <paramref name="Sigma"/> whose correlation at distance d is exp(−d²/4ℓ²), as
/// of white noise smoothed by a Gaussian of standard deviation ℓ; ℓ = 0 is white noise.
/// </summary>
/// <param name="Sigma">σ_n, raster units.</param>
/// <param name="CorrelationLength">ℓ, px.</param>
public readonly record struct NoiseModel(double Sigma, double CorrelationLength)
{
    // Of 2.5·median − 1.5·mean of n normal values, in units of σ²/n: 2.5²·π/2 + 1.5² − 2·2.5·1.5.
    private const double VarianceOfMode = 4.5675;

    /// <summary>h, px: the side of the cells whose levels, with errors of their own, have been taken off; 0 where none
    /// have.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MeshSize { get; init; }

    /// <summary>
    /// Variance of Σ r·g / √(Σ g²) for pure noise r and a Gaussian template with |Σ|^½ = <paramref name="area"/> px²:
    /// σ_n²·κ with κ = Σ_d e^(−d²/4ℓ²)·e^(−d²/4σ²) = 4π·ℓ²σ²/(ℓ² + σ²), and 1 for white noise. The errors of a mesh,
    /// of variance 4.57·κ_∞·σ_n²/h² over cells of h² px, come on top: all of them, 4.57·κ_∞, where the template's
    /// 4πσ² px hold many cells, and their share 4πσ²/(4πσ² + h²) otherwise.
    /// </summary>
    public double MatchedVariance(double area) => Sigma * Sigma * Inflation(area);

    /// <summary>κ; also the number of pixels that count for one where templates of that size are concerned.</summary>
    public double Inflation(double area)
    {
        double length = CorrelationLength * CorrelationLength;
        double own = length == 0 ? 1 : Math.Max(1, 4 * Math.PI * length * area / (length + area));
        if (MeshSize == 0)
        {
            return own;
        }

        double pixels = 4 * Math.PI * area, cell = (double)MeshSize * MeshSize;
        return own + VarianceOfMode * Math.Max(1, 4 * Math.PI * length) * pixels / (pixels + cell);
    }
}
