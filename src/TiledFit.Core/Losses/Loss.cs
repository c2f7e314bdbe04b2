namespace TiledFit.Core.Losses;

/// <summary>
/// The objective is E = Σ w·ρ(z, f). ρ is normalised so that it is r² for small r = z − f (r²/f with counts): ½∇E has
/// ψ = −½∂ρ/∂f where that of Σ w·r² has r.
/// </summary>
/// <param name="Kind">Which ρ.</param>
/// <param name="Threshold">k, raster units: the residual from which Huber's loss is linear, or at which Cauchy's
/// counts half; 0 for the others, which have none.</param>
public readonly record struct Loss(LossKind Kind, double Threshold)
{
    /// <summary>Σ w·r².</summary>
    public static Loss Squares => default;

    /// <summary>Whether a pixel weighs the same in H wherever the model goes.</summary>
    internal bool HasConstantWeights => Kind == LossKind.Squares;
}
