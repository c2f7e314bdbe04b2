using TiledFit.Data.Results;
using TiledFit.Engine;

namespace TiledFit.Server.Jobs;

/// <summary>What a finished job found, in figures.</summary>
/// <param name="Objective">E, from the final recount.</param>
/// <param name="Rmse">√(E / Σ w), w being 1 without weights.</param>
/// <param name="Pixels">Valid pixels.</param>
/// <param name="Components">Components found.</param>
/// <param name="Sweeps">Sweeps run.</param>
/// <param name="Settled">Whether the settle rule was met.</param>
/// <param name="Seconds">Where the time of the last run went; null when the server died before it noted it.</param>
/// <param name="RepeatedSteps">Steps of tiles that were begun again, since a process that was at them was lost; null when
/// the server died before it noted them.</param>
public sealed record JobResult(
    double Objective, double Rmse, long Pixels, long Components, int Sweeps, bool Settled, FitSeconds? Seconds,
    long? RepeatedSteps)
{
    internal static JobResult Of(Manifest manifest) => new(
        manifest.Objective, manifest.Rmse, manifest.Pixels, manifest.Components, manifest.Sweeps, manifest.Settled,
        null, null);

    internal static JobResult Of(FitResult fit) => new(
        fit.Objective, fit.Rmse, fit.Pixels, fit.Components.Count, fit.Sweeps.Count, fit.Settled, fit.Seconds,
        fit.RepeatedSteps);
}
