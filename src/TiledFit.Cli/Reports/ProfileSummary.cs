using System.Globalization;
using System.Text.Json;
using TiledFit.Core.TileSteps;
using TiledFit.Engine;

namespace TiledFit.Cli.Reports;

/// <summary>
/// The flat profile that <c>--profile</c> prints: the share of each phase in the time of the tile steps.
/// </summary>
internal static class ProfileSummary
{
    /// <summary>Writes a line for each phase that took time.</summary>
    public static void Write(StepProfile profile, TextWriter writer)
    {
        TimeSpan total = profile.Total;
        writer.WriteLine();
        writer.WriteLine($"Profile of {Format.Count(profile.Steps)} tile steps, all threads together");
        foreach (StepPhase phase in Enum.GetValues<StepPhase>().Where(phase => profile[phase] > TimeSpan.Zero))
        {
            writer.WriteLine(Line(NameOf(phase), profile[phase], total));
        }

        writer.WriteLine(Line("total", total, total));
        writer.WriteLine($"{Format.Count(profile.PixelsRead)} pixels read, each as often as it was");
    }

    /// <summary>The phase's name in the profile and in the report.</summary>
    public static string NameOf(StepPhase phase) => JsonNamingPolicy.CamelCase.ConvertName(phase.ToString());

    private static string Line(string name, TimeSpan time, TimeSpan total) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-12}  {(total == TimeSpan.Zero ? 0 : 100 * (time / total)),5:0.0} %  {time.TotalSeconds,9:0.000} s");
}
