using TiledFit.Benchmarks.Peers;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>
/// 4,000 components of σ 2 to 5 px on 1024² pixels, from a start 0.15 σ off: the time of the solve alone, until the
/// objective is within 1e-3 of the best that anyone finds. Asked for: 100 times as fast as the faster Ceres.
/// </summary>
internal static class SpotsExperiment
{
    private const int Side = 1024, Components = 4000;

    public static void Run(Bench bench)
    {
        FitProblem problem = bench.Program.Synthesize(bench.Directory, Side, Components);
        var ours = new TiledFitPeer(bench.Program, tile: 0);
        Race race = Race.Run(problem, [ours, .. bench.Ceres], new FitLimits(), bench.Repetitions);
        bench.Output.WriteLine($"Spots: {Side}² px, {Components} components, seconds of the solve. Asked for: ≥ 100.");
        RaceTable.Write(race, ours, (trace, target) => trace.SecondsTo(target), bench.Output);
        ProfileLine.Write("spots", ours.Profile(problem), bench.Output);
    }
}
