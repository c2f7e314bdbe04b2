using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>
/// The components of all tiles. Each tile's list is immutable and replaced as a whole, so that a reader always sees a
/// consistent one; steps that run at once change different components.
/// </summary>
internal sealed class ComponentStore
{
    private readonly TileGrid _grid;
    private readonly OwnedComponents[] _tiles;
    private readonly Lock _lock = new();

    public ComponentStore(TileGrid grid, IEnumerable<TileSnapshot> snapshots)
    {
        _grid = grid;
        _tiles = [.. snapshots.Select(snapshot => new OwnedComponents(grid, snapshot))];
    }

    public IReadOnlyList<Component> Of(int tile)
    {
        lock (_lock)
        {
            return _tiles[tile].Current;
        }
    }

    /// <summary>Applies a step's result: updates of up to nine owners, removals and additions of its own tile.</summary>
    public void Apply(TileStepResult step)
    {
        lock (_lock)
        {
            foreach (int owner in _grid.NeighboursOf(step.Tile).Append(step.Tile))
            {
                _tiles[owner].Apply(step);
            }
        }
    }

    /// <summary>Moves the components that have come into a tile to it, and those that have left it out.</summary>
    public TileSnapshot Close(int tile, int sweep)
    {
        lock (_lock)
        {
            return _tiles[tile].Close(
                sweep, _grid.NeighboursOf(tile).SelectMany(other => _tiles[other].DeparturesTo(sweep, tile)));
        }
    }
}
