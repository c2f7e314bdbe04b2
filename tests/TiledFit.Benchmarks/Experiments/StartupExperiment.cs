using TiledFit.Benchmarks.Peers;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>
/// 1,000 components on 512² pixels, from the start of the process: starting up, reading files and setting up count,
/// writing results does not. Asked for: 15 times as fast as the faster Ceres.
/// </summary>
internal static class StartupExperiment
{
    private const int Side = 512, Components = 1000;

    public static void Run(Bench bench)
    {
        FitProblem problem = bench.Program.Synthesize(bench.Directory, Side, Components);
        var ours = new TiledFitPeer(bench.Program, tile: 0);
        Race race = Race.Run(problem, [ours, .. bench.Ceres], new FitLimits(), bench.Repetitions);
        bench.Output.WriteLine(
            $"Start-up: {Side}² px, {Components} components, seconds from the start of the process. Asked for: ≥ 15.");
        RaceTable.Write(race, ours, (trace, target) => trace.ProgramSecondsTo(target), bench.Output);
    }
}
