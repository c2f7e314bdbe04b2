namespace TiledFit.Engine;

/// <summary>What a fit optimises.</summary>
public enum FitMethod
{
    /// <summary>The sum of squares, by Levenberg and Marquardt's steps.</summary>
    LeastSquares,

    /// <summary>The likelihood weighted with heights, by expectation maximisation.</summary>
    ExpectationMaximization,

    /// <summary>The sum of squares, starting from where expectation maximisation ends.</summary>
    ExpectationMaximizationThenLeastSquares,
}
