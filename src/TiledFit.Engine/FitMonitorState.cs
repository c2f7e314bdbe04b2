using TiledFit.Data.Results;

namespace TiledFit.Engine;

/// <summary>What a run's clock keeps over an interruption.</summary>
/// <param name="Elapsed">Seconds that the fit has taken so far.</param>
/// <param name="Seconds">The same by phase.</param>
/// <param name="Trace">The objective against time.</param>
/// <param name="Sweeps">One row a sweep.</param>
internal sealed record FitMonitorState(
    double Elapsed, FitSeconds Seconds, IReadOnlyList<TracePoint> Trace, IReadOnlyList<SweepRow> Sweeps);
