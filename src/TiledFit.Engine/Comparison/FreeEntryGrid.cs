using System.Runtime.InteropServices;

namespace TiledFit.Engine.Comparison;

/// <summary>
/// Finds the nearest entry within a radius among those not yet taken: lists of entries by square cells of the radius'
/// size, so that nine cells hold all candidates.
/// </summary>
internal sealed class FreeEntryGrid
{
    private const int None = -1, Taken = -2;

    private readonly IReadOnlyList<CatalogEntry> _entries;
    private readonly double _radius;
    private readonly Dictionary<(long Column, long Row), int> _firstInCell;
    private readonly int[] _nextInCell;

    /// <summary>Sorts the entries into their cells.</summary>
    public FreeEntryGrid(IReadOnlyList<CatalogEntry> entries, double radius)
    {
        _entries = entries;
        _radius = radius;
        _firstInCell = new Dictionary<(long, long), int>(entries.Count);
        _nextInCell = new int[entries.Count];
        for (int i = 0; i < entries.Count; i++)
        {
            (long, long) cell = CellOf(entries[i].X, entries[i].Y);
            _nextInCell[i] = _firstInCell.GetValueOrDefault(cell, None);
            _firstInCell[cell] = i;
        }
    }

    /// <summary>Takes an entry out of its list; false if it was taken before.</summary>
    public bool TryTake(int entry)
    {
        if (_nextInCell[entry] == Taken)
        {
            return false;
        }

        (long, long) cell = CellOf(_entries[entry].X, _entries[entry].Y);
        ref int link = ref CollectionsMarshal.GetValueRefOrNullRef(_firstInCell, cell);
        while (link != entry)
        {
            link = ref _nextInCell[link];
        }

        link = _nextInCell[entry];
        _nextInCell[entry] = Taken;
        return true;
    }

    /// <summary>
    /// The nearest free entry within the radius whose amplitude has not the other sign, the lowest index at equal
    /// distances, or null.
    /// </summary>
    public (int Entry, double DistanceSquared)? Nearest(in CatalogEntry wanted)
    {
        (double DistanceSquared, int Entry) best = (_radius * _radius, int.MaxValue);
        (long column, long row) = CellOf(wanted.X, wanted.Y);
        for (long r = row - 1; r <= row + 1; r++)
        {
            for (long c = column - 1; c <= column + 1; c++)
            {
                SearchCell((c, r), wanted, ref best);
            }
        }

        return best.Entry == int.MaxValue ? null : (best.Entry, best.DistanceSquared);
    }

    private void SearchCell(
        (long Column, long Row) cell, in CatalogEntry wanted, ref (double DistanceSquared, int Entry) best)
    {
        for (int i = _firstInCell.GetValueOrDefault(cell, None); i != None; i = _nextInCell[i])
        {
            double dx = _entries[i].X - wanted.X, dy = _entries[i].Y - wanted.Y;
            (double, int) candidate = (dx * dx + dy * dy, i);
            if (candidate.CompareTo(best) < 0 && !(_entries[i].Amplitude * wanted.Amplitude < 0))
            {
                best = candidate;
            }
        }
    }

    private (long Column, long Row) CellOf(double x, double y) =>
        ((long)Math.Floor(x / _radius), (long)Math.Floor(y / _radius));
}
