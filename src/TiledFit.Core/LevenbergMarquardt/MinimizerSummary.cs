namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>How a minimisation went.</summary>
/// <param name="InitialObjective">E at the start.</param>
/// <param name="FinalObjective">E at the end.</param>
/// <param name="Termination">Why it stopped.</param>
/// <param name="LargestGradient">max |g_a| / √H_aa at the last linearisation, over the parameters that were not held;
/// divide by √E.</param>
/// <param name="Iterations">Every iteration.</param>
public sealed record MinimizerSummary(
    double InitialObjective,
    double FinalObjective,
    TerminationType Termination,
    double LargestGradient,
    IReadOnlyList<IterationSummary> Iterations);
