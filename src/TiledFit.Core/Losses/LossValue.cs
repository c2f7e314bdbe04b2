namespace TiledFit.Core.Losses;

/// <summary>A loss at one pixel.</summary>
/// <param name="Rho">ρ.</param>
/// <param name="Psi">ψ = −½∂ρ/∂f.</param>
/// <param name="Weight">What the pixel weighs in H: ψ/r with residuals, 1/f with counts.</param>
/// <param name="Slope">∂ψ/∂r with residuals; with counts its expectation 1/f, Fisher's information.</param>
internal readonly record struct LossValue(double Rho, double Psi, double Weight, double Slope);
