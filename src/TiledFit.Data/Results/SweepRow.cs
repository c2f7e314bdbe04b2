namespace TiledFit.Data.Results;

/// <summary>One row of <c>sweeps.parquet</c>.</summary>
/// <param name="Sweep">From 1.</param>
/// <param name="Phase">What the sweep did: <see cref="GrowPhase"/>, <see cref="FitPhase"/> or
/// <see cref="ExpectationMaximizationPhase"/>.</param>
/// <param name="Objective">E after the sweep.</param>
/// <param name="RelativeDecrease">(E before − E after) / E before.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) over the steps of the sweep; NaN where none was
/// worked out.</param>
/// <param name="ActiveTiles">Tiles that ran a step.</param>
/// <param name="Components">Components after the sweep.</param>
/// <param name="Seconds">Since the start of the fit.</param>
public sealed record SweepRow(
    int Sweep, string Phase, double Objective, double RelativeDecrease, double LargestGradient, int ActiveTiles,
    long Components, double Seconds)
{
    /// <summary>The sweep added and removed components.</summary>
    public const string GrowPhase = "grow";

    /// <summary>The sweep only minimised.</summary>
    public const string FitPhase = "fit";

    /// <summary>The sweep was ten iterations of expectation maximisation.</summary>
    public const string ExpectationMaximizationPhase = "em";
}
