using System.Collections.Concurrent;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>A journal that outlives the hosts of a test; may crash its host at a write, which then is lost.</summary>
internal sealed class CrashingJournal : IJobJournal
{
    private readonly ConcurrentDictionary<string, byte[]> _states = [];
    private readonly ConcurrentDictionary<int, TileSnapshot> _tiles = [];
    private readonly ConcurrentDictionary<int, TileStepResult> _steps = [];
    private int _writes;

    /// <summary>Whether the n-th write, from 1, crashes the host.</summary>
    public Predicate<int> CrashesAt { get; init; } = _ => false;

    /// <summary>Writes so far, lost ones too.</summary>
    public int Writes => _writes;

    public void WriteTile(TileSnapshot snapshot)
    {
        Count();
        _tiles[snapshot.Tile] = snapshot;
    }

    public TileSnapshot? ReadTile(int tile) => _tiles.GetValueOrDefault(tile);

    public int BeginStep(int tile, int sweep) => 0;

    public TileStepResult WriteStep(TileStepResult step)
    {
        Count();
        return _steps.AddOrUpdate(step.Tile, step, (_, stored) => stored.Sweep < step.Sweep ? step : stored);
    }

    public TileStepResult? ReadStep(int tile) => _steps.GetValueOrDefault(tile);

    public void WriteState(string name, Func<byte[]> state)
    {
        Count();
        _states[name] = state();
    }

    public byte[]? ReadState(string name) => _states.GetValueOrDefault(name);

    private void Count()
    {
        if (CrashesAt(Interlocked.Increment(ref _writes)))
        {
            throw new Crash();
        }
    }
}
