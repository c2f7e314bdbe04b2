using TiledFit.Data.Results;
using TiledFit.Engine;

namespace TiledFit.Cluster.Jobs;

/// <summary>What a finished job found, in figures.</summary>
/// <param name="Objective">E, from the final recount.</param>
/// <param name="Rmse">√(E / Pixels).</param>
/// <param name="Pixels">Valid pixels.</param>
/// <param name="Components">Components found.</param>
/// <param name="Sweeps">Sweeps run.</param>
/// <param name="Settled">Whether the settle rule was met; else the sweeps ran out.</param>
/// <param name="ReadSeconds">Opening and surveying the raster.</param>
/// <param name="SeedSeconds">Finding the first components.</param>
/// <param name="FitSeconds">Sweeps and recount.</param>
/// <param name="RepeatedSteps">Steps of tiles that were begun again, since a silo that was at them was lost.</param>
[GenerateSerializer]
public sealed record JobOutcome(
    double Objective,
    double Rmse,
    long Pixels,
    long Components,
    int Sweeps,
    bool Settled,
    double ReadSeconds,
    double SeedSeconds,
    double FitSeconds,
    long RepeatedSteps)
{
    internal static JobOutcome Of(Manifest manifest, FitSeconds seconds, long repeatedSteps) => new(
        manifest.Objective, manifest.Rmse, manifest.Pixels, manifest.Components, manifest.Sweeps, manifest.Settled,
        seconds.Read, seconds.Seed, seconds.Fit, repeatedSteps);
}
