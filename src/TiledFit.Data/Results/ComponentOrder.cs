namespace TiledFit.Data.Results;

/// <summary>
/// The order of the rows of <c>components/*.parquet</c>: along Hilbert's curve through the pixels that hold their
/// centres, then by identity.
/// </summary>
public static class ComponentOrder
{
    /// <summary>Rows in their order, in memory.</summary>
    public static ComponentRow[] Sort(IEnumerable<ComponentRow> rows)
    {
        ComponentRow[] sorted = [.. rows];
        SortInPlace(sorted);
        return sorted;
    }

    /// <summary>Puts rows into their order.</summary>
    internal static void SortInPlace(Span<ComponentRow> rows)
    {
        var keys = new (ulong Curve, long Id)[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            keys[i] = KeyOf(rows[i]);
        }

        keys.AsSpan().Sort(rows);
    }

    /// <summary>What a row is ordered by.</summary>
    internal static (ulong Curve, long Id) KeyOf(in ComponentRow row) =>
        (HilbertCurve.Index(Cell(row.Component.Shape.X), Cell(row.Component.Shape.Y)), row.Component.Id);

    /// <summary>Centres left of or above the raster share the first cells.</summary>
    private static uint Cell(double coordinate) => (uint)Math.Clamp(Math.Round(coordinate), 0, int.MaxValue);
}
