using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>A journal that outlives the hosts of a test; may crash its host at a write, which then is lost.</summary>
internal sealed class MemoryJournal : IJobJournal
{
    private readonly Dictionary<string, byte[]> _states = [];
    private readonly Dictionary<int, TileSnapshot> _tiles = [];
    private readonly Dictionary<(int, int), TileStepResult> _steps = [];

    /// <summary>Whether the n-th write of a state, from 1, crashes the host.</summary>
    public Predicate<int> CrashesAt { get; init; } = _ => false;

    /// <summary>Writes of states so far, lost ones too.</summary>
    public int Writes { get; private set; }

    public void WriteTile(TileSnapshot snapshot) => _tiles[snapshot.Tile] = snapshot;

    public TileSnapshot? ReadTile(int tile) => _tiles.GetValueOrDefault(tile);

    public void WriteStep(TileStepResult step) => _steps[(step.Tile, step.Sweep)] = step;

    public TileStepResult? ReadStep(int tile, int sweep) => _steps.GetValueOrDefault((tile, sweep));

    public void WriteState(string name, ReadOnlySpan<byte> state)
    {
        Writes++;
        if (CrashesAt(Writes))
        {
            throw new Crash();
        }

        _states[name] = state.ToArray();
    }

    public byte[]? ReadState(string name) => _states.GetValueOrDefault(name);
}
