namespace TiledFit.Benchmarks.Peers;

/// <summary>
/// Peers on one problem, in turns. The first turn runs each to its limits and shows the best objective; later turns
/// stop those that obey a limit soon after they have come within a share of it.
/// </summary>
internal sealed class Race
{
    private const double Share = 1e-3;

    private Race(double best, IReadOnlyDictionary<IPeer, FitTrace[]> traces)
    {
        Target = best * (1 + Share);
        Traces = traces;
    }

    /// <summary>Within 1e-3 of the best objective that any peer found.</summary>
    public double Target { get; }

    /// <summary>The peers' fits, turn by turn.</summary>
    public IReadOnlyDictionary<IPeer, FitTrace[]> Traces { get; }

    public static Race Run(FitProblem problem, IReadOnlyList<IPeer> peers, FitLimits limits, int turns)
    {
        Dictionary<IPeer, FitTrace> first = peers.ToDictionary(peer => peer, peer => peer.Fit(problem, limits));
        double best = first.Values.Min(trace => trace.Best);
        Dictionary<IPeer, FitLimits> needed = first.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.IndexOf(best * (1 + Share)) is { } k ? limits with { Iterations = k + 1 } : limits);
        Dictionary<IPeer, FitTrace[]> traces = first.ToDictionary(
            pair => pair.Key, pair => Enumerable.Repeat(pair.Value, turns).ToArray());
        for (int turn = 1; turn < turns; turn++)
        {
            foreach (IPeer peer in peers)
            {
                traces[peer][turn] = peer.Fit(problem, needed[peer]);
            }
        }

        return new Race(best, traces);
    }
}
