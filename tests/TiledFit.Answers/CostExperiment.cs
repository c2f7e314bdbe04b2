using System.Diagnostics;
using System.Globalization;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Engine;
using TiledFit.Tiling;

namespace TiledFit.Answers;

/// <summary>
/// The processor time of fits from 0.15 σ off, on one thread: until they settle
/// or have taken 30 sweeps, and of two sweeps.
/// </summary>
internal static class CostExperiment
{
    private const double Perturbation = 0.15;

    // Seconds after which no further turn is taken.
    private const double LongEnough = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);

    // So small that all fields have several tiles, and all are fitted alike.
    private static readonly FitOptions Options = new()
    {
        Threads = 1,
        TileSize = 128,
        Background = BackgroundChoice.None,
    };

    /// <summary>Measures and writes a table.</summary>
    public static void Run(ExperimentScale scale, string directory, TextWriter writer)
    {
        using (var warmUp = new TestField(directory, 64, 20, 1))
        {
            LocalHost.Fit(warmUp.Raster, Options, warmUp.Start(Perturbation));
        }

        var table = new MarkdownTable(
            "", "K", "N, px", "couplings", "sweeps", "s of the fit", "ms a component", "s of two sweeps");
        foreach (CostSeries series in scale.Costs)
        {
            Cost[] costs = [.. series.Cases.Select(c => Measure(directory, c.Components, c.Side, scale.CostTurns))];
            foreach (Cost cost in costs)
            {
                table.Add(
                    series.Name, $"{cost.Components}", $"{cost.Side}²", Text(cost.Couplings, "0.0"), $"{cost.Sweeps}",
                    Text(cost.Settled, "0.00"), Text(1000 * cost.Settled / cost.Components, "0.00"),
                    Text(cost.TwoSweeps, "0.00"));
            }

            table.Add(
                $"**{series.Name}**", "", "", "", "", $"**slope {Slope(costs, cost => cost.Settled)}**", "",
                $"**slope {Slope(costs, cost => cost.TwoSweeps)}**");
        }

        table.Write(writer);
    }

    private static Cost Measure(string directory, int components, int side, int turns)
    {
        using var field = new TestField(directory, side, components, 1);
        Core.Model.Gaussian[] start = [.. field.Start(Perturbation)];
        int sweeps = 0;
        double Settle() => Seconds(() => sweeps = LocalHost.Fit(field.Raster, Options, start).Sweeps.Count);
        double TwoSweeps() => Seconds(() => LocalHost.Fit(field.Raster, Options with { MaxSweeps = 2 }, start));
        var seconds = new List<(double Settled, double TwoSweeps)>();
        while (seconds.Count < turns && seconds.Sum(s => s.Settled) < LongEnough)
        {
            seconds.Add((Settle(), TwoSweeps()));
        }

        return new Cost(
            components, side, Overlap.Of(field.Truth).Couplings, sweeps,
            Sample.Of(seconds.Select(s => s.Settled)).Median, Sample.Of(seconds.Select(s => s.TwoSweeps)).Median);
    }

    // Repeated where it is short, as processor time comes in hundredths of a second.
    private static double Seconds(Action work)
    {
        TimeSpan start = Process.GetCurrentProcess().UserProcessorTime, elapsed;
        int times = 0;
        do
        {
            work();
            times++;
            elapsed = Process.GetCurrentProcess().UserProcessorTime - start;
        }
        while (elapsed < Shortest);

        return elapsed.TotalSeconds / times;
    }

    // Against what grows: N where K stays.
    private static string Slope(Cost[] costs, Func<Cost, double> seconds)
    {
        bool grows = costs[0].Components != costs[^1].Components;
        double Size(Cost cost) => grows ? cost.Components : (double)cost.Side * cost.Side;
        return Text(PowerLaw.Exponent(costs.Select(cost => (Size(cost), seconds(cost)))), "0.00");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private readonly record struct Cost(
        int Components, int Side, double Couplings, int Sweeps, double Settled, double TwoSweeps);
}
