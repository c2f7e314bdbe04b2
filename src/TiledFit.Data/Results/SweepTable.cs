namespace TiledFit.Data.Results;

/// <summary>The columns of <c>sweeps.parquet</c>.</summary>
internal static class SweepTable
{
    public static IReadOnlyList<TableColumn<SweepRow>> Columns { get; } =
    [
        TableColumn<SweepRow>.Int32("sweep", "1", row => row.Sweep),
        TableColumn<SweepRow>.String("phase", "1", row => row.Phase),
        TableColumn<SweepRow>.Double("objective", "value^2", row => row.Objective),
        TableColumn<SweepRow>.Double("relative_decrease", "1", row => row.RelativeDecrease),
        TableColumn<SweepRow>.Double("largest_gradient", "1", row => row.LargestGradient),
        TableColumn<SweepRow>.Int32("active_tiles", "1", row => row.ActiveTiles),
        TableColumn<SweepRow>.Int64("components", "1", row => row.Components),
        TableColumn<SweepRow>.Double("seconds", "s", row => row.Seconds),
    ];

    public static IEnumerable<SweepRow> Rows(RowGroupColumns group)
    {
        int[] sweep = group.Int32("sweep"), activeTiles = group.Int32("active_tiles");
        string[] phase = group.String("phase");
        double[] objective = group.Double("objective"), decrease = group.Double("relative_decrease");
        double[] gradient = group.Double("largest_gradient"), seconds = group.Double("seconds");
        long[] components = group.Int64("components");
        return Enumerable.Range(0, sweep.Length).Select(i => new SweepRow(
            sweep[i], phase[i], objective[i], decrease[i], gradient[i], activeTiles[i], components[i], seconds[i]));
    }
}
