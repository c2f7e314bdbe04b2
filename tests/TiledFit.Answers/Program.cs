using System.Diagnostics;
using TiledFit.Answers;
using TiledFit.Benchmarks.Peers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Engine;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

if (args[0] == "terrain")
{
    using var raster = RasterFactory.Open(args[1]);
    foreach (bool vp in new[] { false, true, false, true })
    {
        var opt = new FitOptions { Components = int.Parse(args[2]), ProjectsAmplitudes = vp, Threads = 1, MaxSweeps = int.Parse(args[3]), Tolerance = 1e-9, TileSize = int.Parse(args[4]) };
        var c0 = Process.GetCurrentProcess().UserProcessorTime;
        var r = LocalHost.Fit(raster, opt);
        var cpu = (Process.GetCurrentProcess().UserProcessorTime - c0).TotalSeconds;
        Console.WriteLine($"vp={vp} E={r.Objective:E6} rmse={r.Rmse:F4} K={r.Components.Count} sweeps={r.Sweeps.Count} cpu={cpu:F2} read {r.Seconds.Read:F1} seed {r.Seconds.Seed:F1} fit {r.Seconds.Fit:F1}  iters {r.Trace.Count}");
        Console.WriteLine("   " + string.Join(" ", r.Sweeps.Where(s => s.Sweep % 5 == 0).Select(s => $"{s.Sweep}:{s.Objective:E3}({s.Seconds:F1}s)")));
    }
    return;
}
var dir = Directory.CreateTempSubdirectory("answers-");
int side = int.Parse(args[0]), k = int.Parse(args[1]), seeds = int.Parse(args[2]);
for (int seed = 1; seed <= seeds; seed++)
{
    using var field = new TestField(dir.FullName, side, k, seed);
    foreach (double p in new[] { 0.05, 0.1, 0.2, 0.4, 0.7, 1.0 })
    {
        var start = field.Start(p);
        Console.Write($"   {p:F2} ");
        foreach (var m in Method.FromGivenStart)
        {
            var r = m.Run(field, start);
            Console.Write($"| {r.Objective,8:F4} {r.Trace.Count - 1,4} {r.Seconds.Fit,5:F2}s ");
        }
        Console.WriteLine();
    }
}
dir.Delete(true);
