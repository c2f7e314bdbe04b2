namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>One iteration: a linearisation, and trial steps until one lowers E.</summary>
/// <param name="Iteration">From 1.</param>
/// <param name="Objective">E afterwards.</param>
/// <param name="RelativeDecrease">(E before − E after) / E before.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) before the step.</param>
/// <param name="LargestStep">Largest entry of the accepted step; 0 when none was accepted.</param>
/// <param name="Lambda">λ of the last trial.</param>
/// <param name="GainRatio">Actual over predicted decrease of the last trial.</param>
/// <param name="Trials">Linear systems solved.</param>
public readonly record struct IterationSummary(
    int Iteration,
    double Objective,
    double RelativeDecrease,
    double LargestGradient,
    double LargestStep,
    double Lambda,
    double GainRatio,
    int Trials);
