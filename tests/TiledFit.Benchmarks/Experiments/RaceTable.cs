using System.Globalization;
using TiledFit.Benchmarks.Peers;
using TiledFit.Benchmarks.Reporting;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>How long each peer of a race took to the target, and how many times as long as TiledFit.</summary>
internal static class RaceTable
{
    /// <param name="race">The race.</param>
    /// <param name="ours">TiledFit among its peers.</param>
    /// <param name="secondsTo">Which time counts: seconds of a fit to an objective, or null.</param>
    /// <param name="writer">Gets the table.</param>
    public static void Write(Race race, IPeer ours, Func<FitTrace, double, double?> secondsTo, TextWriter writer)
    {
        var table = new MarkdownTable("", "best objective", "seconds to within 1e-3", "÷ TiledFit");
        double[]? reference = SecondsOf(race, ours, secondsTo);
        foreach ((IPeer peer, FitTrace[] traces) in race.Traces)
        {
            double[]? seconds = SecondsOf(race, peer, secondsTo);
            table.Add(
                peer.Name,
                traces[0].Best.ToString("G8", CultureInfo.InvariantCulture),
                seconds is null ? $"not reached in {traces[0].SolveSeconds:0} s" : $"{Sample.Of(seconds)}",
                seconds is null || reference is null ? "" : $"{Sample.OfRatios(seconds, reference)}");
        }

        table.Write(writer);
    }

    private static double[]? SecondsOf(Race race, IPeer peer, Func<FitTrace, double, double?> secondsTo)
    {
        double?[] seconds = [.. race.Traces[peer].Select(trace => secondsTo(trace, race.Target))];
        return seconds.Any(s => s is null) ? null : [.. seconds.Select(s => s!.Value)];
    }
}
