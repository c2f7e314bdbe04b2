using TiledFit.Fuzz.Targets;
using TiledFit.Server;

namespace TiledFit.Fuzz;

/// <summary>Every parser of this project, and the libraries that read rasters for it.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new NpyTarget(), new CsvTarget(), new TruthTarget(), new ParquetTarget(), new CatalogTarget(),
        new ManifestTarget(), new JournalTarget(), new FrameTarget(), new StateTarget(), new MeshTarget(),
        new JobTarget(), new CheckpointTarget(), .. Rasters,
    ];

    /// <summary>Formats that libraries read.</summary>
    private static IEnumerable<IFuzzTarget> Rasters => RasterSamples.Make().Select(sample => new RasterTarget(
        sample, sample.Name == "vrt" ? ["VRT", "GTiff", "PNG"] : [.. new ServerSettings().Drivers.Split(',')]));
}
