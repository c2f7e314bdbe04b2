namespace TiledFit.Data.Results;

/// <summary>One row of <c>sweeps.parquet</c>.</summary>
/// <param name="Sweep">From 1.</param>
/// <param name="Phase">What the sweep did: <see cref="GrowPhase"/> or <see cref="FitPhase"/>.</param>
/// <param name="Objective">E after the sweep.</param>
/// <param name="RelativeDecrease">(E before − E after) / E before.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) over the steps of the sweep.</param>
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
}
