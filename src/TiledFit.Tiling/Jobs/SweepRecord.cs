namespace TiledFit.Tiling.Jobs;

/// <summary>A finished sweep in figures.</summary>
/// <param name="Sweep">From 1.</param>
/// <param name="Phase">Grow or Fit.</param>
/// <param name="Objective">E afterwards.</param>
/// <param name="RelativeDecrease">(E before − E after) / E before.</param>
/// <param name="SelectionChange">Change of E by adding and removing components.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) over all tiles when they last ran.</param>
/// <param name="ActiveTiles">Tiles that ran a step.</param>
/// <param name="Components">Components afterwards.</param>
/// <param name="Pixels">Window pixels that the steps worked on.</param>
public sealed record SweepRecord(
    int Sweep,
    JobPhase Phase,
    double Objective,
    double RelativeDecrease,
    double SelectionChange,
    double LargestGradient,
    int ActiveTiles,
    long Components,
    long Pixels);
