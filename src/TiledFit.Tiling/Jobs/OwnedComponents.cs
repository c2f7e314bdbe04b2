using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// The components that a tile owns: what was stored after its last sweep, and on top of it the steps of the running
/// sweep that change them, its own and its neighbours'. Lists are kept by identity and never changed, only replaced.
/// </summary>
public sealed class OwnedComponents
{
    private static readonly Comparison<Component> ById = (a, b) => a.Id.CompareTo(b.Id);

    private readonly TileGrid _grid;
    private readonly HashSet<int> _applied = [];
    private Component[] _current;
    private IReadOnlyList<Component> _departures;
    private int _closed, _open;

    /// <summary>The components as they were stored.</summary>
    public OwnedComponents(TileGrid grid, TileSnapshot snapshot)
    {
        _grid = grid;
        Tile = snapshot.Tile;
        _closed = _open = snapshot.Sweep;
        _current = snapshot.Components as Component[] ?? [.. snapshot.Components];
        _departures = snapshot.Departures;
    }

    /// <summary>
    /// The components as a journal knows them: as they were stored last, and the steps since then of the tile and its
    /// neighbours, all of the sweep that runs, for the next begins when all tiles have closed it.
    /// </summary>
    public static OwnedComponents Restore(TileGrid grid, int tile, IJobJournal journal)
    {
        var owned = new OwnedComponents(grid, journal.ReadTile(tile) ?? new TileSnapshot(tile, 0, [], []));
        foreach (int stepped in grid.NeighboursOf(tile).Append(tile).OrderBy(grid.ColourOf))
        {
            if (journal.ReadStep(stepped) is { } step)
            {
                owned.Apply(step);
            }
        }

        return owned;
    }

    /// <summary>Index of the tile.</summary>
    public int Tile { get; }

    /// <summary>The sweep at whose end components were last handed over; 0 for the start.</summary>
    public int ClosedSweep => _closed;

    /// <summary>The components as they are, by identity.</summary>
    public IReadOnlyList<Component> Current => _current;

    /// <summary>Whether a step of the tile or a neighbour is part of what it owns, or belongs to a sweep that is over.
    /// </summary>
    public bool Knows(int tile, int sweep) => sweep <= _closed || (sweep == _open && _applied.Contains(tile));

    /// <summary>
    /// Applies a step of the tile or a neighbour; one that was applied already, or belongs to a sweep that is over, is
    /// ignored. Steps that change the same component must come in the order of their colours.
    /// </summary>
    public void Apply(TileStepResult step)
    {
        if (step.Sweep <= _closed || step.Sweep < _open)
        {
            return;
        }

        if (step.Sweep > _open)
        {
            _open = step.Sweep;
            _applied.Clear();
        }

        if (_applied.Add(step.Tile))
        {
            _current = Fold(step);
        }
    }

    /// <summary>What leaves the tile for another at the end of a sweep, all of whose steps have been applied.</summary>
    public IReadOnlyList<Component> DeparturesTo(int sweep, int tile) =>
        [.. (sweep == _closed ? _departures : Leaving()).Where(component => OwnerOf(component) == tile)];

    /// <summary>Hands over at the end of a sweep, all of whose steps have been applied.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="arrivals">What leaves the neighbours, or the coarse level, for this tile.</param>
    /// <param name="coarseSigma">Least σ of the coarse level, px, or null where there is none.</param>
    /// <returns>What is to be stored.</returns>
    public TileSnapshot Close(int sweep, IEnumerable<Component> arrivals, double? coarseSigma = null)
    {
        if (sweep > _closed)
        {
            _departures = [.. _current.Where(component => OwnerOf(component) != Tile || IsOutgrown(component))];
            HashSet<long> leaving = [.. _departures.Select(component => component.Id)];
            _current = Sorted(_current.Where(component => !leaving.Contains(component.Id)).Concat(arrivals));
            _closed = _open = sweep;
            _applied.Clear();
        }

        return new TileSnapshot(Tile, _closed, _current, _departures);

        bool IsOutgrown(in Component component) =>
            component.Flags.HasFlag(ComponentFlags.AtBound) && component.Shape.SigmaMinor >= coarseSigma
            && !_grid.HasRoomFor(component.Shape);
    }

    /// <summary>What left for the coarse level at the end of the last sweep that was closed, or null.</summary>
    public IReadOnlyList<Component>? Outgrown =>
        _departures.Where(component => OwnerOf(component) == Tile).ToArray() is { Length: > 0 } outgrown
            ? outgrown
            : null;

    private Component[] Fold(TileStepResult step)
    {
        Dictionary<long, Component> updates = step.Updated
            .Where(update => update.Owner == Tile)
            .ToDictionary(update => update.Component.Id, update => update.Component);
        IEnumerable<Component> updated = _current.Select(
            component => updates.TryGetValue(component.Id, out Component update) ? update : component);
        if (step.Tile != Tile || step.Removed.Count + step.Added.Count == 0)
        {
            return [.. updated];
        }

        HashSet<long> removed = [.. step.Removed];
        return Sorted(updated.Where(component => !removed.Contains(component.Id)).Concat(step.Added));
    }

    private Component[] Leaving() => [.. _current.Where(component => OwnerOf(component) != Tile)];

    private int OwnerOf(in Component component) => _grid.OwnerOf(component.Shape.X, component.Shape.Y);

    private static Component[] Sorted(IEnumerable<Component> components)
    {
        Component[] sorted = [.. components];
        Array.Sort(sorted, ById);
        return sorted;
    }
}
