namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>Why the minimiser stopped.</summary>
public enum TerminationType
{
    /// <summary>The iteration limit was reached.</summary>
    IterationLimit,

    /// <summary>max |g_a| / √(H_aa·E) fell below its tolerance.</summary>
    GradientTolerance,

    /// <summary>The relative decrease of E fell below its tolerance.</summary>
    FunctionTolerance,

    /// <summary>The step's largest entry fell below its tolerance.</summary>
    StepTolerance,

    /// <summary>No trial step lowered E within the limit on trials.</summary>
    NoDecrease,
}
