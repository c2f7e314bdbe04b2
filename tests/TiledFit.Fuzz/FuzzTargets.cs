using TiledFit.Fuzz.Targets;

namespace TiledFit.Fuzz;

/// <summary>Every parser of this project.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new NpyTarget(), new CsvTarget(), new TruthTarget(), new ParquetTarget(), new CatalogTarget(),
        new ManifestTarget(), new JournalTarget(), new FrameTarget(), new StateTarget(), new JobTarget(),
        new CheckpointTarget(),
    ];
}
