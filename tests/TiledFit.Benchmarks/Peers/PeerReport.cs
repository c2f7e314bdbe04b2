using System.Text.Json;

namespace TiledFit.Benchmarks.Peers;

/// <summary>What the programs of <c>tests/peers</c> print.</summary>
internal sealed record PeerReport(double PreprocessSeconds, double SolveSeconds, double[][] Trace)
{
    /// <summary>Reads a run; times count from the end of the solver's own preprocessing.</summary>
    public static FitTrace Read(ProgramRun run)
    {
        PeerReport report = JsonSerializer.Deserialize<PeerReport>(run.Output, JsonSerializerOptions.Web)!;
        return new FitTrace(
            [.. report.Trace.Select(point => (point[0] - report.PreprocessSeconds, point[1]))],
            report.SolveSeconds - report.PreprocessSeconds, 0, run.Seconds);
    }
}
