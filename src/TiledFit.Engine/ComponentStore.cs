using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>
/// The components of all tiles. Each tile's list is immutable and replaced as a whole, so that a reader always sees a
/// consistent one; steps that run at once change different components.
/// </summary>
internal sealed class ComponentStore
{
    private readonly TileGrid _grid;
    private readonly Component[][] _tiles;
    private readonly Lock _lock = new();

    public ComponentStore(TileGrid grid)
    {
        _grid = grid;
        _tiles = [.. Enumerable.Repeat(Array.Empty<Component>(), grid.Count)];
    }

    /// <summary>Puts given components into the tiles that hold their centres; their ids are their rows.</summary>
    public void Load(IReadOnlyList<Gaussian> initial)
    {
        var lists = new List<Component>[_grid.Count];
        for (int row = 0; row < initial.Count; row++)
        {
            int owner = _grid.OwnerOf(initial[row].X, initial[row].Y);
            (lists[owner] ??= []).Add(new Component(row, initial[row]));
        }

        for (int tile = 0; tile < lists.Length; tile++)
        {
            _tiles[tile] = lists[tile]?.ToArray() ?? [];
        }
    }

    public IReadOnlyList<Component> Of(int tile) => Volatile.Read(ref _tiles[tile]);

    public IReadOnlyList<int> Counts() => [.. _tiles.Select(tile => tile.Length)];

    /// <summary>
    /// Applies a step's result: updates of up to nine owners, removals and additions of its own tile.
    /// </summary>
    public void Apply(TileStepResult result)
    {
        lock (_lock)
        {
            foreach (IGrouping<int, (int Owner, Component Component)> group in result.Updated.GroupBy(u => u.Owner))
            {
                Dictionary<long, Component> updates = group.ToDictionary(u => u.Component.Id, u => u.Component);
                Replace(group.Key, [.. _tiles[group.Key].Select(c => updates.GetValueOrDefault(c.Id, c))]);
            }

            if (result.Removed.Count + result.Added.Count > 0)
            {
                HashSet<long> removed = [.. result.Removed];
                Replace(result.Tile,
                    [.. _tiles[result.Tile].Where(c => !removed.Contains(c.Id)), .. result.Added]);
            }
        }
    }

    /// <summary>Moves components whose centres have left their tile, tile by tile in order.</summary>
    public void HandOver()
    {
        var leaving = new List<(int Owner, Component Component)>();
        for (int tile = 0; tile < _tiles.Length; tile++)
        {
            int from = tile;
            (int Owner, Component Component)[] moved =
            [
                .. _tiles[tile].Select(c => (Owner: _grid.OwnerOf(c.Shape.X, c.Shape.Y), c))
                    .Where(move => move.Owner != from),
            ];
            if (moved.Length > 0)
            {
                HashSet<long> ids = [.. moved.Select(move => move.Component.Id)];
                Replace(tile, [.. _tiles[tile].Where(c => !ids.Contains(c.Id))]);
                leaving.AddRange(moved);
            }
        }

        foreach (IGrouping<int, (int Owner, Component Component)> group in leaving.GroupBy(move => move.Owner))
        {
            Replace(group.Key, [.. _tiles[group.Key], .. group.Select(move => move.Component)]);
        }
    }

    private void Replace(int tile, Component[] components) => Volatile.Write(ref _tiles[tile], components);
}
