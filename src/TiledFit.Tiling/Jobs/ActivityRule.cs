namespace TiledFit.Tiling.Jobs;

/// <summary>Which tiles run in a sweep and which sleep.</summary>
/// <param name="WakesAll">Whether every tile that holds anything runs.</param>
/// <param name="BackgroundDecrease">A tile's share of what the background's last move took off E: it changed every
/// window.</param>
/// <param name="LargestPending">A tile sleeps while E has decreased by no more than this in its window since its own
/// last step, that step included …</param>
/// <param name="LargestGradient">… and its max |g_a| / √H_aa is no larger than this.</param>
public readonly record struct ActivityRule(
    bool WakesAll, double BackgroundDecrease, double LargestPending, double LargestGradient);
