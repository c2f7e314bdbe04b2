namespace TiledFit.Benchmarks.Peers;

/// <summary>TiledFit on one thread.</summary>
internal sealed class TiledFitPeer(TiledFitProgram program, int tile) : IPeer
{
    public string Name => tile == 0 ? "TiledFit, one tile" : $"TiledFit, tiles of {tile} px";

    /// <summary>Stops by its own rule: its iterations are few and cheap.</summary>
    public FitTrace Fit(FitProblem problem, FitLimits limits)
    {
        (TiledFitReport report, double seconds) = program.Fit(problem, "--threads", "1", "--tile", $"{tile}");
        return new FitTrace(
            [.. report.Trace.Select(point => (point.Seconds, point.Objective))], report.Seconds.Fit,
            report.Seconds.Write, seconds);
    }

    /// <summary>The profile of the same fit.</summary>
    public TiledFitProfile Profile(FitProblem problem) =>
        program.Fit(problem, "--threads", "1", "--tile", $"{tile}", "--profile").Report.Profile!;
}
