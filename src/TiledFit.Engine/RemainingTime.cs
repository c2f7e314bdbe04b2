using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>
/// Guesses how long a fit has to go: the decrease of E falls from sweep to sweep by about one factor, until it is below
/// the tolerance or the sweeps run out.
/// </summary>
public static class RemainingTime
{
    /// <summary>The guess, or null before two sweeps have only minimised.</summary>
    public static TimeSpan? Estimate(IReadOnlyList<SweepRow> sweeps, FitOptions options)
    {
        if (sweeps.Count < 2 || sweeps[^1].Phase != SweepRow.FitPhase || sweeps[^2].Phase != SweepRow.FitPhase)
        {
            return null;
        }

        double secondsPerSweep = sweeps[^1].Seconds - sweeps[^2].Seconds;
        double factor = sweeps[^1].RelativeDecrease / sweeps[^2].RelativeDecrease;
        double wanted = options.Tolerance / sweeps[^1].RelativeDecrease;
        double left = options.MaxSweeps - sweeps[^1].Sweep;
        if (factor is > 0 and < 1 && wanted > 0)
        {
            left = Math.Clamp(Math.Log(wanted) / Math.Log(factor), 0, left);
        }

        return TimeSpan.FromSeconds(left * secondsPerSweep);
    }
}
