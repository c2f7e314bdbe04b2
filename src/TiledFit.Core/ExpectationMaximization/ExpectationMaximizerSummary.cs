namespace TiledFit.Core.ExpectationMaximization;

/// <summary>What expectation maximisation came to.</summary>
/// <param name="Mixture">The mixture of the largest likelihood.</param>
/// <param name="Expectation">Its E-step.</param>
/// <param name="LogLikelihood">ℓ of it.</param>
/// <param name="Iterations">Iterations taken.</param>
/// <param name="Termination">Why it ended.</param>
public sealed record ExpectationMaximizerSummary(
    GaussianMixture Mixture, Expectation Expectation, double LogLikelihood, int Iterations,
    ExpectationTermination Termination);
