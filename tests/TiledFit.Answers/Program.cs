using System.Diagnostics;
using TiledFit.Answers;
using TiledFit.Benchmarks.Peers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Engine;

var dir = Directory.CreateTempSubdirectory("answers-");
int side = int.Parse(args[0]), k = int.Parse(args[1]), seeds = int.Parse(args[2]);
bool ceres = args.Length > 3;
var cp = CeresPeer.Build(dir.FullName, Console.Out)[0];
for (int seed = 1; seed <= seeds; seed++)
{
    using var field = new TestField(dir.FullName, side, k, seed);
    var pattern = CouplingPattern.Create([.. field.Truth]);
    double et = field.Objective(field.Truth);
    Console.WriteLine($"seed {seed} couplings {2.0 * pattern.LowerCount / k:F1}  E(truth)={et:F4} expected min {et * (1 - 6.0 * k / field.Pixels):F4}");
    var t = Method.FromGivenStart[0].Run(field, field.Truth);
    Console.WriteLine($"   from truth {t.Objective:F5} direct {field.Objective(t.Components.Select(c => c.Component.Shape)):F5}");
    var a = Method.Automatic.Run(field, null);
    Console.WriteLine($"   auto {a.Objective:F5} {a.Components.Count} comps {a.Seconds.Fit:F2}s");
    foreach (double p in new[] { 0.05, 0.1, 0.2, 0.4, 0.7, 1.0 })
    {
        var start = field.Start(p);
        Console.Write($"   {p:F2} ");
        foreach (var m in Method.FromGivenStart)
        {
            var r = m.Run(field, start);
            Console.Write($"| {r.Objective,8:F4} {r.Trace.Count - 1,4} {r.Seconds.Fit,5:F2}s ");
        }
        if (ceres) { var sw = Stopwatch.StartNew(); var r = cp.Fit(field.Problem(start), new FitLimits(100, 30)); Console.Write($"| {r.Best,8:F4} {r.Points.Count} {sw.Elapsed.TotalSeconds:F2}s"); }
        Console.WriteLine();
    }
}
dir.Delete(true);
