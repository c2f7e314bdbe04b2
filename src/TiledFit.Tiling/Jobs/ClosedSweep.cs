namespace TiledFit.Tiling.Jobs;

/// <summary>What the regions said when they closed a sweep.</summary>
/// <param name="Components">Components that the tiles own.</param>
/// <param name="LargestGradient">max |g_a| / √H_aa; divide by √E.</param>
/// <param name="Need">What growth may still explain, region by region.</param>
public sealed record ClosedSweep(long Components, double LargestGradient, IReadOnlyList<double> Need);
