using TiledFit.Engine;

namespace TiledFit.Server.Jobs;

/// <summary>How a running job goes.</summary>
/// <param name="Phase">"survey", "seed", "grow", "fit", "recount" or "write".</param>
/// <param name="Sweep">From 1; 0 before the first sweep.</param>
/// <param name="Objective">E, or null before it is known.</param>
/// <param name="RelativeDecrease">Of E over the last finished sweep, or null.</param>
/// <param name="LargestGradient">max |g_a| / √(H_aa·E) in the last finished sweep, or null.</param>
/// <param name="ActiveTiles">Tiles that run in this sweep.</param>
/// <param name="FinishedTiles">Those of them that have finished.</param>
/// <param name="Tiles">Tiles in all.</param>
/// <param name="Components">Components at present.</param>
/// <param name="Pixels">Valid pixels of the raster, 0 until counted.</param>
/// <param name="PixelsPerSecond">Window pixels worked on per second over the last sweep, or null.</param>
/// <param name="ElapsedSeconds">Since the start of the run.</param>
/// <param name="RemainingSeconds">Estimate of the time left, or null.</param>
public sealed record JobProgress(
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
    double? RemainingSeconds)
{
    /// <summary>The same as the fit says it; numbers that JSON does not have become null.</summary>
    public static JobProgress Of(FitProgress fit) => new(
        fit.Phase, fit.Sweep, Finite(fit.Objective), Finite(fit.RelativeDecrease), Finite(fit.LargestGradient),
        fit.ActiveTiles, fit.FinishedTiles, fit.Tiles, fit.Components, fit.Pixels, Finite(fit.PixelsPerSecond),
        fit.Elapsed.TotalSeconds, fit.Remaining?.TotalSeconds);

    /// <summary>The same for a display of fits.</summary>
    public FitProgress ToFitProgress() => new(
        Phase, Sweep, Objective, RelativeDecrease, LargestGradient, ActiveTiles, FinishedTiles, Tiles, Components,
        Pixels, PixelsPerSecond, TimeSpan.FromSeconds(ElapsedSeconds),
        RemainingSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
