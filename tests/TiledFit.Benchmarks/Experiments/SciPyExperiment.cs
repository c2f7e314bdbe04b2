using TiledFit.Benchmarks.Peers;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>250 components on 256² pixels, which SciPy can bear: the time of the solve alone.</summary>
internal static class SciPyExperiment
{
    private const int Side = 256, Components = 250, Tile = 0;

    public static void Run(Bench bench)
    {
        FitProblem problem = bench.Program.Synthesize(bench.Directory, Side, Components);
        var ours = new TiledFitPeer(bench.Program, Tile);
        Race race = Race.Run(
            problem, [ours, .. bench.Ceres, .. bench.SciPy], new FitLimits(Seconds: 120), bench.Repetitions);
        bench.Output.WriteLine($"SciPy: {Side}² px, {Components} components, seconds of the solve.");
        RaceTable.Write(race, ours, (trace, target) => trace.SecondsTo(target), bench.Output);
    }
}
