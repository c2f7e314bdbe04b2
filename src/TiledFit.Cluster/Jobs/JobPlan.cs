using TiledFit.Core.Model;

namespace TiledFit.Cluster.Jobs;

/// <summary>What any silo needs to know of a job in order to work for it; stored beside its tiles.</summary>
/// <param name="Spec">What it does.</param>
/// <param name="Fingerprint">The raster's, as it was at the start.</param>
/// <param name="IsFile">Whether the raster is a file, rather than a name that only GDAL understands.</param>
/// <param name="Messages">What the start said.</param>
internal sealed record JobPlan(JobSpec Spec, string Fingerprint, bool IsFile, IReadOnlyList<string> Messages)
{
    /// <summary>The given components of the coarse level.</summary>
    public IReadOnlyList<Component> Coarse { get; init; } = [];
}
