namespace TiledFit.Engine;

/// <summary>The state of a running fit, for people.</summary>
/// <param name="Phase">"survey", "seed", "grow", "fit", "em", "recount" or "write".</param>
/// <param name="Sweep">From 1; 0 before the first sweep.</param>
/// <param name="Objective">E after the last finished sweep, or null before.</param>
/// <param name="RelativeDecrease">Of E over the last finished sweep, or null before.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) in the last finished sweep, or null before.</param>
/// <param name="ActiveTiles">Tiles that run in this sweep.</param>
/// <param name="FinishedTiles">Those of them that have finished.</param>
/// <param name="Tiles">Tiles in all.</param>
/// <param name="Components">Components at present.</param>
/// <param name="Pixels">Valid pixels of the raster, 0 until counted.</param>
/// <param name="PixelsPerSecond">Window pixels worked on per second over the last sweep, or null.</param>
/// <param name="Elapsed">Since the start of the fit.</param>
/// <param name="Remaining">Estimate of the time left, or null.</param>
public sealed record FitProgress(
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
    TimeSpan Elapsed,
    TimeSpan? Remaining);
