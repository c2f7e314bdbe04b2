using System.Diagnostics;
using TiledFit.Core.Profiles;
using TiledFit.Data.Results;

namespace TiledFit.Engine.Profiles;

/// <summary>Notes when what happened.</summary>
internal sealed class ProfileLog : IProfileObserver
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public List<SweepRow> Sweeps { get; } = [];

    public List<TracePoint> Trace { get; } = [];

    public double Seconds => _clock.Elapsed.TotalSeconds;

    public void Iterated(int sweep, double objective) => Trace.Add(new TracePoint(Seconds, sweep, objective));

    public void Ended(ProfileSweep sweep) => Sweeps.Add(new SweepRow(
        sweep.Number, sweep.Grows ? SweepRow.GrowPhase : SweepRow.FitPhase, sweep.Objective, sweep.RelativeDecrease,
        sweep.LargestGradient, 1, sweep.Components, Seconds));
}
