using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>Where a job's time went, over all its runs and silos.</summary>
internal sealed record JobClock
{
    /// <summary>Seconds that the job had run when this was noted.</summary>
    public double Elapsed { get; init; }

    /// <summary>When all pixels had been looked at.</summary>
    public double ReadEnd { get; init; }

    /// <summary>When the first components had been found.</summary>
    public double FitStart { get; init; }

    /// <summary>One row a sweep.</summary>
    public IReadOnlyList<SweepRow> Sweeps { get; init; } = [];

    /// <summary>Window pixels worked on per second over the last sweep.</summary>
    public double? PixelsPerSecond { get; init; }

    /// <summary>Seconds by phase.</summary>
    public FitSeconds Seconds => new(ReadEnd, FitStart - ReadEnd, Elapsed - FitStart);

    /// <summary>Notes where a job stands.</summary>
    /// <param name="state">The job after an order has been answered.</param>
    /// <param name="elapsed">Seconds that it has run.</param>
    public JobClock Note(FitJobState state, double elapsed)
    {
        JobClock clock = this with { Elapsed = elapsed };
        if (ReadEnd == 0)
        {
            clock = clock with { ReadEnd = elapsed, FitStart = elapsed };
        }
        else if (state.Sweeps.Count == 0 && state.Phase == JobPhase.Grow)
        {
            // The first sweep that grows finds the start.
            clock = clock with { FitStart = elapsed };
        }

        return state.Sweeps.Skip(Sweeps.Count).Aggregate(clock, (now, sweep) => now.Add(sweep));
    }

    private JobClock Add(SweepRecord sweep)
    {
        double seconds = Elapsed - FitStart;
        double since = Sweeps.Count > 0 ? seconds - Sweeps[^1].Seconds : Elapsed - ReadEnd;
        var row = new SweepRow(
            sweep.Sweep, sweep.Phase == JobPhase.Grow ? SweepRow.GrowPhase : SweepRow.FitPhase, sweep.Objective,
            sweep.RelativeDecrease, sweep.LargestGradient, sweep.ActiveTiles, sweep.Components, seconds);
        return this with { Sweeps = [.. Sweeps, row], PixelsPerSecond = since > 0 ? sweep.Pixels / since : null };
    }
}
