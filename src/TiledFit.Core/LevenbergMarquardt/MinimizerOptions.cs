namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>When the minimiser stops and how it damps.</summary>
public sealed record MinimizerOptions
{
    /// <summary>D of the damping λ·D.</summary>
    public DampingScaling Scaling { get; init; } = DampingScaling.Coupling;

    /// <summary>Limit on accepted steps.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Limit on the trial steps of one iteration.</summary>
    public int MaxTrials { get; init; } = 12;

    /// <summary>The relative residual that a linear system may be left with, at most.</summary>
    public double LinearTolerance { get; init; } = 0.01;

    /// <summary>Stops when an accepted step lowers E by less than this, relatively.</summary>
    public double FunctionTolerance { get; init; } = 1e-6;

    /// <summary>Stops at max |g_a| / √(H_aa·E) below this.</summary>
    public double GradientTolerance { get; init; } = 1e-4;

    /// <summary>Stops when the largest entry of an accepted step, which is scale-free, is below this.</summary>
    public double StepTolerance { get; init; } = 1e-9;
}
