namespace TiledFit.Data.Results;

/// <summary>The columns of <c>tiles.parquet</c>.</summary>
internal static class TileTable
{
    public static IReadOnlyList<TableColumn<TileRow>> Columns { get; } =
    [
        TableColumn<TileRow>.Int32("tile_x", "1", row => row.TileX),
        TableColumn<TileRow>.Int32("tile_y", "1", row => row.TileY),
        TableColumn<TileRow>.Int32("x", "px", row => row.X),
        TableColumn<TileRow>.Int32("y", "px", row => row.Y),
        TableColumn<TileRow>.Int32("width", "px", row => row.Width),
        TableColumn<TileRow>.Int32("height", "px", row => row.Height),
        TableColumn<TileRow>.Int64("pixels", "1", row => row.Pixels),
        TableColumn<TileRow>.Int64("components", "1", row => row.Components),
        TableColumn<TileRow>.Double("sse", "value^2", row => row.Sse),
        TableColumn<TileRow>.Int32("sweeps", "1", row => row.Sweeps),
        TableColumn<TileRow>.Double("seconds", "s", row => row.Seconds),
        TableColumn<TileRow>.String("status", "1", row => row.Status),
    ];

    public static IEnumerable<TileRow> Rows(RowGroupColumns group)
    {
        int[] tileX = group.Int32("tile_x"), tileY = group.Int32("tile_y");
        int[] x = group.Int32("x"), y = group.Int32("y"), width = group.Int32("width"), height = group.Int32("height");
        long[] pixels = group.Int64("pixels"), components = group.Int64("components");
        double[] sse = group.Double("sse"), seconds = group.Double("seconds");
        int[] sweeps = group.Int32("sweeps");
        string[] status = group.String("status");
        return Enumerable.Range(0, tileX.Length).Select(i => new TileRow(
            tileX[i], tileY[i], x[i], y[i], width[i], height[i], pixels[i], components[i], sse[i], sweeps[i],
            seconds[i], status[i]));
    }
}
