namespace TiledFit.Core.Losses;

/// <summary>Sums over valid pixels that tell what a fit by another loss than the squares has come to.</summary>
/// <param name="Squares">Σ r².</param>
/// <param name="Influence">Σ ψ².</param>
/// <param name="Slope">Σ ∂ψ/∂r, with counts its expectation Σ 1/f.</param>
public readonly record struct LossSums(double Squares, double Influence, double Slope)
{
    /// <summary>Sum of two.</summary>
    public static LossSums operator +(LossSums a, LossSums b) =>
        new(a.Squares + b.Squares, a.Influence + b.Influence, a.Slope + b.Slope);
}
