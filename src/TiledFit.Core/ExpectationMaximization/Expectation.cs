namespace TiledFit.Core.ExpectationMaximization;

/// <summary>What an E-step leaves: sums over the data, or over a part of them.</summary>
/// <param name="Components">One entry a component of the mixture.</param>
/// <param name="UniformWeight">W₀ = Σ w_n·r_n0 of the uniform part.</param>
/// <param name="Weight">W = Σ w_n.</param>
/// <param name="Area">A, px²: the pixels that hold data, each of unit area; 0 where there is no uniform part.</param>
/// <param name="LogHeights">Σ w_n·ln f(x_n).</param>
/// <param name="SquaredError">E = Σ (z − b − Σ a·g)² over pixels, negative heights included; 0 for points.</param>
/// <param name="NegativeWeight">Σ max(b − z, 0): what lies below the background and counts as 0.</param>
public sealed record Expectation(
    IReadOnlyList<ResponsibilitySums> Components, double UniformWeight, double Weight, double Area, double LogHeights,
    double SquaredError, double NegativeWeight)
{
    /// <summary>ℓ = Σ w_n·ln(f(x_n)/M), the weighted log-likelihood of the mixture that the E-step was given.</summary>
    public double LogLikelihood(GaussianMixture mixture) =>
        LogHeights - Weight * Numerics.DeterministicMath.Log(mixture.Mass(Area));

    /// <summary>The sums over two parts of the data but for those of the components, of which each part has its own.
    /// </summary>
    public static Expectation operator +(Expectation a, Expectation b) => new(
        [], a.UniformWeight + b.UniformWeight, a.Weight + b.Weight, a.Area + b.Area, a.LogHeights + b.LogHeights,
        a.SquaredError + b.SquaredError, a.NegativeWeight + b.NegativeWeight);
}
