using System.Globalization;
using TiledFit.Benchmarks.Peers;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>The shares of the phases of tile steps, the greatest first.</summary>
internal static class ProfileLine
{
    public static void Write(string name, TiledFitProfile profile, TextWriter writer)
    {
        double total = profile.Seconds.Values.Sum();
        IEnumerable<string> shares = profile.Seconds
            .Where(phase => phase.Value > 0)
            .OrderByDescending(phase => phase.Value)
            .Select(phase => string.Create(
                CultureInfo.InvariantCulture, $"{phase.Key} {100 * phase.Value / total:0.0} %"));
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Profile of {name}, {profile.Steps} tile steps, {total:0.00} s: {string.Join(", ", shares)}."));
        writer.WriteLine();
    }
}
