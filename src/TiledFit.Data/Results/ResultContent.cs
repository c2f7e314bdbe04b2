using TiledFit.Core.Profiles;

namespace TiledFit.Data.Results;

/// <summary>Everything that <see cref="ResultWriter"/> writes.</summary>
/// <param name="Manifest">The job; the writer fills in <see cref="Manifest.FormatVersion"/>,
/// <see cref="Manifest.Components"/> and <see cref="Manifest.Files"/>.</param>
/// <param name="Components">In <see cref="ComponentOrder"/>; read once.</param>
/// <param name="Tiles">Rows of <c>tiles.parquet</c>, in their order there.</param>
/// <param name="Sweeps">Rows of <c>sweeps.parquet</c>, in their order there.</param>
/// <param name="OtherFiles">Files besides the tables, if any.</param>
public sealed record ResultContent(
    Manifest Manifest,
    IEnumerable<ComponentRow> Components,
    IReadOnlyList<TileRow> Tiles,
    IReadOnlyList<SweepRow> Sweeps,
    IReadOnlyList<ResultFile>? OtherFiles = null)
{
    /// <summary>The components where a profile was fitted, in their order in the file: they take the place of
    /// <see cref="Components"/>, and there are no tiles. Null for a raster.</summary>
    public IReadOnlyList<ProfileComponent>? Profile { get; init; }
}
