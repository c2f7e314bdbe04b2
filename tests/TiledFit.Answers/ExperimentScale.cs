namespace TiledFit.Answers;

/// <summary>How much is measured.</summary>
/// <param name="Seeds">Fields for each overlap.</param>
/// <param name="Side">Their columns and rows.</param>
/// <param name="Components">Their components: one number for each overlap.</param>
/// <param name="Perturbations">Of the starts.</param>
/// <param name="Costs">Components and side of the fields whose cost is measured, in series.</param>
/// <param name="CostTurns">How often each is fitted.</param>
/// <param name="TerrainComponents">Ceilings for the terrain.</param>
/// <param name="CountFields">Fields of counts for each brightness.</param>
internal sealed record ExperimentScale(
    int Seeds, int Side, IReadOnlyList<int> Components, IReadOnlyList<double> Perturbations,
    IReadOnlyList<CostSeries> Costs, int CostTurns, IReadOnlyList<int> TerrainComponents, int CountFields)
{
    /// <summary>What the document holds.</summary>
    public static ExperimentScale Full { get; } = new(
        20, 96, [36, 90], [0.05, 0.1, 0.2, 0.4, 0.7, 1.0],
        [
            new("K alone", [(500, 1024), (1000, 1024), (2000, 1024), (4000, 1024), (8000, 1024), (16_000, 1024)]),
            new("N alone", [(250, 256), (250, 512), (250, 1024), (250, 2048)]),
            new("K ∝ N", [(250, 256), (1000, 512), (4000, 1024), (16_000, 2048)]),
        ],
        3, [62, 125, 250, 500, 1000], 400);

    /// <summary>As little as shows that everything runs.</summary>
    public static ExperimentScale Quick { get; } = new(
        2, 48, [6, 16], [0.1, 0.4], [new("K ∝ N", [(15, 64), (60, 128)])], 1, [10, 20], 6);
}
