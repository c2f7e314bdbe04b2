using TiledFit.Core.Model;

namespace TiledFit.Core.ExpectationMaximization;

/// <summary>
/// A mixture density up to its mass: f(x) = Σ a_i·g_i(x) + a₀, with a_i = π_i·M/(2π|Σ_i|^½) and a₀ = π₀·M/A for a total
/// mass M and data that lie in an area A. Responsibilities are ratios of its terms, so that M never enters them.
/// </summary>
/// <param name="Components">The Gaussians, in heights rather than in weights π_i.</param>
/// <param name="UniformHeight">a₀ ≥ 0, the height of the uniform part, which stands for what belongs to no Gaussian
/// (Banfield and Raftery 1993); 0 for a mixture of Gaussians alone.</param>
public sealed record GaussianMixture(IReadOnlyList<Gaussian> Components, double UniformHeight)
{
    /// <summary>M = Σ 2π·a_i·|Σ_i|^½ + a₀·A.</summary>
    /// <param name="area">A, px².</param>
    public double Mass(double area) => Components.Sum(component => component.Volume) + UniformHeight * area;
}
