using System.Text.Json;
using TiledFit.Engine;

namespace TiledFit.Benchmarks.Peers;

/// <summary>What the harness reads of the report of <c>tiledfit fit --json</c>.</summary>
internal sealed record TiledFitReport(
    double Objective, long Pixels, long Components, int Sweeps, bool Settled, TiledFitSeconds Seconds, long PeakBytes,
    IReadOnlyList<TracePoint> Trace, TiledFitProfile? Profile)
{
    public static TiledFitReport Read(ProgramRun run) => JsonSerializer.Deserialize<TiledFitReport>(
        run.Output.TrimEnd().Split('\n')[^1], JsonSerializerOptions.Web)!;
}
