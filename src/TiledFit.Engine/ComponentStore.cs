using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>
/// The components of all tiles. Each tile's list is immutable and replaced as a whole, so that a reader always sees a
/// consistent one; steps that run at once change different components. The tiles used last are in memory, the others
/// are restored from the journal when they are needed again.
/// </summary>
internal sealed class ComponentStore
{
    /// <summary>Bytes that a component takes in memory.</summary>
    public const int ComponentBytes = 64;

    private readonly TileGrid _grid;
    private readonly IJobJournal _journal;
    private readonly long _mostComponents;
    private readonly Dictionary<int, LinkedListNode<OwnedComponents>> _present = [];
    private readonly LinkedList<OwnedComponents> _lastUsedFirst = [];
    private readonly Lock _lock = new();
    private long _components;

    /// <summary>The components that a journal holds.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="journal">Holds them.</param>
    /// <param name="mostBytes">Bytes of components to have in memory.</param>
    public ComponentStore(TileGrid grid, IJobJournal journal, long mostBytes)
    {
        _grid = grid;
        _journal = journal;
        _mostComponents = mostBytes / ComponentBytes;
    }

    public IReadOnlyList<Component> Of(int tile)
    {
        lock (_lock)
        {
            return Present(tile).Current;
        }
    }

    /// <summary>
    /// Applies a step's result, which the journal has: updates of up to nine owners, removals and additions of its own
    /// tile.
    /// </summary>
    public void Apply(TileStepResult step)
    {
        lock (_lock)
        {
            foreach (int owner in _grid.NeighboursOf(step.Tile).Append(step.Tile))
            {
                if (_present.TryGetValue(owner, out LinkedListNode<OwnedComponents>? owned))
                {
                    _components -= owned.Value.Current.Count;
                    owned.Value.Apply(step);
                    _components += owned.Value.Current.Count;
                }
            }
        }
    }

    /// <summary>
    /// Moves the components that have come into a tile to it, and those that have left it out, and stores what it has.
    /// </summary>
    /// <returns>How many components it owns now, and those that have outgrown it.</returns>
    public TileClosed Close(CloseTile order)
    {
        (int tile, int sweep) = (order.Tile, order.Sweep);
        lock (_lock)
        {
            Component[] arrivals =
            [
                .. _grid.NeighboursOf(tile).SelectMany(other => Present(other).DeparturesTo(sweep, tile)),
                .. order.Arrivals ?? [],
            ];
            OwnedComponents owned = Present(tile);
            _components -= owned.Current.Count;
            TileSnapshot snapshot = owned.Close(sweep, arrivals, order.CoarseSigma);
            _components += owned.Current.Count;
            _journal.WriteTile(snapshot);
            return new TileClosed(tile, sweep, snapshot.Components.Count) { Outgrown = owned.Outgrown };
        }
    }

    private OwnedComponents Present(int tile)
    {
        if (_present.TryGetValue(tile, out LinkedListNode<OwnedComponents>? owned))
        {
            _lastUsedFirst.Remove(owned);
            _lastUsedFirst.AddFirst(owned);
            return owned.Value;
        }

        OwnedComponents restored = OwnedComponents.Restore(_grid, tile, _journal);
        _present.Add(tile, _lastUsedFirst.AddFirst(restored));
        _components += restored.Current.Count;
        DropLongUnused();
        return restored;
    }

    // What the journal has of them gives them back as they are.
    private void DropLongUnused()
    {
        while (_components > _mostComponents && _lastUsedFirst.Last is { } last && last != _lastUsedFirst.First)
        {
            _lastUsedFirst.RemoveLast();
            _present.Remove(last.Value.Tile);
            _components -= last.Value.Current.Count;
        }
    }
}
