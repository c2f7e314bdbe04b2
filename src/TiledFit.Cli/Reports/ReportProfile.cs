using TiledFit.Core.TileSteps;
using TiledFit.Engine;

namespace TiledFit.Cli.Reports;

/// <summary>What <c>--profile</c> adds to the report.</summary>
/// <param name="Steps">Tile steps that were run.</param>
/// <param name="Seconds">Seconds of each phase, over all threads.</param>
internal sealed record ReportProfile(long Steps, IReadOnlyDictionary<string, double> Seconds)
{
    /// <summary>The report of a profile.</summary>
    public static ReportProfile Of(StepProfile profile) => new(
        profile.Steps,
        Enum.GetValues<StepPhase>().ToDictionary(ProfileSummary.NameOf, phase => profile[phase].TotalSeconds));
}
