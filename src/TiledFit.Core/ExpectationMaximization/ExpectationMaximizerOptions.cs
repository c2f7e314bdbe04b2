namespace TiledFit.Core.ExpectationMaximization;

/// <summary>When expectation maximisation ends, and what it must keep to.</summary>
/// <param name="Bounds">Bounds on the eigenvalues of every Σ_i.</param>
/// <param name="MaxIterations">Limit on iterations.</param>
/// <param name="Tolerance">Converged when an iteration raises ℓ/W by no more than this, in nats.</param>
public sealed record ExpectationMaximizerOptions(EigenvalueBounds Bounds, int MaxIterations, double Tolerance);
