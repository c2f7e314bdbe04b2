namespace TiledFit.Core.ExpectationMaximization;

/// <summary>Why expectation maximisation ended.</summary>
public enum ExpectationTermination
{
    /// <summary>At its limit on iterations.</summary>
    MaxIterations,

    /// <summary>An iteration raised the likelihood by no more than the tolerance.</summary>
    Converged,

    /// <summary>
    /// The next iteration would have lowered the likelihood, by rounding or by the cut of the supports; it was not
    /// taken.
    /// </summary>
    NoIncrease,
}
