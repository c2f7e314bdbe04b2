namespace TiledFit.Tiling.Jobs;

/// <summary>
/// The order of the steps of one sweep: a tile may start as soon as those of its neighbours that come before it by
/// colour have ended. There is no barrier between colours.
/// </summary>
internal sealed class SweepSchedule
{
    private readonly TileGrid _grid;
    private readonly bool[] _active, _ended;
    private readonly int[] _waitingFor;

    public SweepSchedule(TileGrid grid, bool[] active)
    {
        _grid = grid;
        _active = active;
        _ended = new bool[grid.Count];
        _waitingFor = new int[grid.Count];
        for (int tile = 0; tile < grid.Count; tile++)
        {
            _waitingFor[tile] = grid.NeighboursOf(tile).Count(other => active[other] && ComesBefore(other, tile));
            Remaining += active[tile] ? 1 : 0;
        }
    }

    /// <summary>Active tiles whose steps have not ended.</summary>
    public int Remaining { get; private set; }

    /// <summary>The tiles that may start at once.</summary>
    public IEnumerable<int> Ready() =>
        Enumerable.Range(0, _grid.Count).Where(tile => _active[tile] && _waitingFor[tile] == 0);

    /// <summary>Whether a tile's end is still waited for.</summary>
    public bool Awaits(int tile) => _active[tile] && !_ended[tile];

    /// <summary>Notes the end of a step and returns the tiles that it lets start.</summary>
    public IReadOnlyList<int> End(int tile)
    {
        _ended[tile] = true;
        Remaining--;
        var released = new List<int>();
        foreach (int other in _grid.NeighboursOf(tile))
        {
            if (_active[other] && ComesBefore(tile, other) && --_waitingFor[other] == 0)
            {
                released.Add(other);
            }
        }

        return released;
    }

    private bool ComesBefore(int tile, int other) => _grid.ColourOf(tile) < _grid.ColourOf(other);
}
