using System.Text.Json;
using TiledFit.Core.Model;

namespace TiledFit.Benchmarks.Peers;

/// <summary>What the programs of <c>tests/peers</c> print.</summary>
internal sealed record PeerReport(double PreprocessSeconds, double SolveSeconds, double[][] Trace, double[][]? Fitted)
{
    /// <summary>Reads a run; times count from the end of the solver's own preprocessing.</summary>
    public static FitTrace Read(ProgramRun run)
    {
        PeerReport report = JsonSerializer.Deserialize<PeerReport>(run.Output, JsonSerializerOptions.Web)!;
        return new FitTrace(
            [.. report.Trace.Select(point => (point[0] - report.PreprocessSeconds, point[1]))],
            report.SolveSeconds - report.PreprocessSeconds, 0, run.Seconds)
        {
            Fitted = [.. report.Fitted?.Select(g => new Gaussian(g[0], g[1], g[2], g[3], g[4], g[5])) ?? []],
        };
    }
}
