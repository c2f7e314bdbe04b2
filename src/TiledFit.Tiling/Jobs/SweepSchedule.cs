namespace TiledFit.Tiling.Jobs;

/// <summary>
/// The order of the steps of one sweep in a region: a tile may start as soon as the sweep is through with those of its
/// neighbours, in the region or beside it, that come before it by colour. There is no barrier between colours.
/// </summary>
internal sealed class SweepSchedule
{
    private readonly TileGrid _grid;
    private readonly HashSet<int> _active;
    private readonly HashSet<int> _outsiders;
    private readonly HashSet<int> _ended = [];
    private readonly HashSet<int> _started = [];
    private readonly Dictionary<int, int> _waitingFor = [];

    /// <summary>The schedule of a region.</summary>
    /// <param name="grid">All tiles.</param>
    /// <param name="tiles">The region's.</param>
    /// <param name="active">Those of the region's that run; the others sleep.</param>
    public SweepSchedule(TileGrid grid, IReadOnlyList<int> tiles, IEnumerable<int> active)
    {
        _grid = grid;
        _active = [.. active];
        _outsiders = [.. tiles.SelectMany(grid.NeighboursOf).Except(tiles)];
        foreach (int tile in tiles)
        {
            _waitingFor[tile] = grid.NeighboursOf(tile).Count(other => ComesBefore(other, tile));
        }

        Remaining = _active.Count;
        Outside = _outsiders.Count;
    }

    /// <summary>Tiles of the region that run and have not ended.</summary>
    public int Remaining { get; private set; }

    /// <summary>Tiles beside the region that the sweep is not through with, as far as is known.</summary>
    public int Outside { get; private set; }

    /// <summary>Whether the sweep is through with the region and the tiles beside it.</summary>
    public bool IsOver => Remaining == 0 && Outside == 0;

    /// <summary>Tiles whose step may run or runs: released and not ended.</summary>
    public IEnumerable<int> Running => _started.Where(tile => !_ended.Contains(tile));

    /// <summary>Whether a tile's end is still waited for.</summary>
    public bool Awaits(int tile) => _started.Contains(tile) && !_ended.Contains(tile);

    /// <summary>The tiles that may start at once.</summary>
    public IReadOnlyList<int> Start() => Release(_active.Order());

    /// <summary>
    /// Notes that the sweep is through with a tile, of the region or beside it, and returns those that may start.
    /// </summary>
    public IReadOnlyList<int> End(int tile)
    {
        bool outside = _outsiders.Contains(tile);
        if (!(outside || _waitingFor.ContainsKey(tile)) || !_ended.Add(tile))
        {
            return [];
        }

        Outside -= outside ? 1 : 0;
        Remaining -= _active.Contains(tile) ? 1 : 0;
        foreach (int other in _grid.NeighboursOf(tile))
        {
            if (_waitingFor.ContainsKey(other) && ComesBefore(tile, other))
            {
                _waitingFor[other]--;
            }
        }

        return Release(_grid.NeighboursOf(tile));
    }

    private List<int> Release(IEnumerable<int> tiles) =>
        [.. tiles.Where(tile => _active.Contains(tile) && _waitingFor[tile] == 0 && _started.Add(tile))];

    private bool ComesBefore(int tile, int other) => _grid.ColourOf(tile) < _grid.ColourOf(other);
}
