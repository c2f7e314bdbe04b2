using TiledFit.Core.Model;

namespace TiledFit.Statistics;

/// <summary>The experiments as Markdown on standard output, each with what is asked for.</summary>
internal static class StatisticsReport
{
    private const double Normal = 0.683;

    /// <summary>Pulls in white noise and in a beam's.</summary>
    /// <returns>0 when all is as asked for, else 1.</returns>
    public static int Pulls(int fields, double beam)
    {
        bool white = Pulls(new PullsExperiment(0), fields, "White noise", 0.05, 0.05, 0.02);
        bool correlated = Pulls(
            new PullsExperiment(beam), fields, $"Noise smoothed with a beam of {beam} px", null, 0.1, null);
        Pulls(
            new PullsExperiment(beam, modelled: false), fields,
            "The same noise, errors as if it were white: for comparison", null, null, null);
        return white && correlated ? 0 : 1;
    }

    /// <summary>Variances against the bound.</summary>
    /// <returns>0 when all is as asked for, else 1.</returns>
    public static int Bound(int repeats)
    {
        bool isolated = Bound(BoundExperiment.Isolated, repeats, "Isolated");
        bool blended = Bound(BoundExperiment.HalfBlended, repeats, "Half-blended");
        return isolated && blended ? 0 : 1;
    }

    private static bool Pulls(
        PullsExperiment experiment, int fields, string title, double? mean, double? deviation, double? coverage)
    {
        for (int seed = 1; seed <= fields; seed++)
        {
            experiment.Add(seed);
        }

        IReadOnlyList<PullStatistics> statistics = experiment.Statistics();
        string asked = string.Join(", ",
            new[] { ("mean 0 ± ", mean), ("sd 1 ± ", deviation), ($"coverage {Normal} ± ", coverage) }
                .Where(limit => limit.Item2 is not null).Select(limit => $"{limit.Item1}{limit.Item2}"));
        Console.WriteLine($"{title}: {statistics[0].Count} components, {experiment.LeftOut} insignificant ones left out, "
            + $"{experiment.Unsettled} of {fields} fits not settled; errors took {experiment.Cost:P1} of the fits' "
            + $"processor time. Asked for: {(asked.Length > 0 ? asked : "nothing")}.");
        Console.WriteLine();
        Console.WriteLine("| | mean | sd | within 1σ |");
        Console.WriteLine("|---|---|---|---|");
        foreach (PullStatistics s in statistics)
        {
            Console.WriteLine($"| {s.Parameter} | {s.Mean:F3} | {s.Deviation:F3} | {s.Coverage:P1} |");
        }

        Console.WriteLine();
        return statistics.Take(PullsExperiment.ParameterCount).All(s =>
            Math.Abs(s.Mean) <= (mean ?? double.PositiveInfinity)
            && Math.Abs(s.Deviation - 1) <= (deviation ?? double.PositiveInfinity)
            && Math.Abs(s.Coverage - Normal) <= (coverage ?? double.PositiveInfinity));
    }

    private static bool Bound(Gaussian[] truth, int repeats, string title)
    {
        const double tolerance = 0.05;
        bool holds = true;
        Console.WriteLine($"{title}: {repeats} fits. Asked for: within {tolerance:P0} of the Cramér–Rao bound.");
        Console.WriteLine();
        Console.WriteLine("| | variance ÷ bound | variance told ÷ bound |");
        Console.WriteLine("|---|---|---|");
        foreach ((string parameter, double found, double told) in BoundExperiment.Run(truth, repeats))
        {
            Console.WriteLine($"| {parameter} | {found:F3} | {told:F3} |");
            holds &= Math.Abs(found - 1) <= tolerance && Math.Abs(told - 1) <= tolerance;
        }

        Console.WriteLine();
        return holds;
    }
}
