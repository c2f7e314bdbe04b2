namespace TiledFit.Cluster.Jobs;

/// <summary>How a running job goes, added up from its regions.</summary>
/// <param name="Phase">"survey", "count", "grow", "fit", "recount" or "write".</param>
/// <param name="Sweep">From 1; 0 before the first sweep.</param>
/// <param name="Objective">E after the last finished sweep, or null before it is known.</param>
/// <param name="RelativeDecrease">Of E over the last finished sweep, or null.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) in the last finished sweep, or null.</param>
/// <param name="ActiveTiles">Tiles that run in this sweep.</param>
/// <param name="FinishedTiles">Those of them that have finished.</param>
/// <param name="Tiles">Tiles in all.</param>
/// <param name="Components">Components at present.</param>
/// <param name="Pixels">Valid pixels of the raster, 0 until counted.</param>
/// <param name="PixelsPerSecond">Window pixels worked on per second over the last sweep, or null.</param>
/// <param name="ElapsedSeconds">That the job has run, over all its runs.</param>
/// <param name="RemainingSeconds">Estimate of the time left, or null.</param>
[GenerateSerializer]
public sealed record JobFigures(
    string Phase,
    int Sweep,
    double? Objective,
    double? RelativeDecrease,
    double? LargestGradient,
    int ActiveTiles,
    int FinishedTiles,
    int Tiles,
    long Components,
    long Pixels,
    double? PixelsPerSecond,
    double ElapsedSeconds,
    double? RemainingSeconds);
