using TiledFit.Core.TileSteps;
using TiledFit.Engine;

namespace TiledFit.Cli.Reports;

/// <summary>What <c>--profile</c> adds to the report.</summary>
/// <param name="Steps">Tile steps that were run.</param>
/// <param name="PixelsRead">Pixels that were read of the raster, each as often as it was.</param>
/// <param name="Seconds">Seconds of each phase, over all threads.</param>
internal sealed record ReportProfile(long Steps, long PixelsRead, IReadOnlyDictionary<string, double> Seconds)
{
    /// <summary>The report of a profile.</summary>
    public static ReportProfile Of(StepProfile profile) => new(
        profile.Steps,
        profile.PixelsRead,
        Enum.GetValues<StepPhase>().ToDictionary(ProfileSummary.NameOf, phase => profile[phase].TotalSeconds));
}
