using System.Collections.Concurrent;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Journals;

/// <summary>
/// A journal in memory, for trials and simulations. It keeps bytes, so that nothing is shared with who wrote or reads.
/// </summary>
public sealed class MemoryJournal : IJobJournal
{
    private readonly ConcurrentDictionary<int, Version> _tiles = [];
    private readonly ConcurrentDictionary<int, Version> _steps = [];
    private readonly ConcurrentDictionary<int, (int Sweep, int Times)> _begun = [];
    private readonly ConcurrentDictionary<string, byte[]> _states = [];

    /// <inheritdoc/>
    public void WriteTile(TileSnapshot snapshot) =>
        Keep(_tiles, snapshot.Tile, new Version(snapshot.Sweep, JournalFormat.Write(snapshot)));

    /// <inheritdoc/>
    public TileSnapshot? ReadTile(int tile) =>
        _tiles.TryGetValue(tile, out Version stored) ? JournalFormat.ReadSnapshot(stored.Bytes) : null;

    /// <inheritdoc/>
    public int BeginStep(int tile, int sweep) => _begun.AddOrUpdate(
        tile, (sweep, 1), (_, begun) => begun.Sweep == sweep ? (sweep, begun.Times + 1) : (sweep, 1)).Times - 1;

    /// <inheritdoc/>
    public TileStepResult WriteStep(TileStepResult step)
    {
        Version stored = Keep(_steps, step.Tile, new Version(step.Sweep, JournalFormat.Write(step)));
        return stored.Sweep == step.Sweep ? JournalFormat.ReadStep(stored.Bytes) : step;
    }

    /// <inheritdoc/>
    public TileStepResult? ReadStep(int tile) =>
        _steps.TryGetValue(tile, out Version stored) ? JournalFormat.ReadStep(stored.Bytes) : null;

    /// <inheritdoc/>
    public void WriteState(string name, ReadOnlySpan<byte> state) => _states[name] = state.ToArray();

    /// <inheritdoc/>
    public byte[]? ReadState(string name) =>
        _states.TryGetValue(name, out byte[]? state) ? [.. state] : null;

    // What is stored already stays; an older version comes from a writer that was held up.
    private static Version Keep(ConcurrentDictionary<int, Version> versions, int tile, Version version) =>
        versions.AddOrUpdate(tile, version, (_, stored) => stored.Sweep >= version.Sweep ? stored : version);

    private readonly record struct Version(int Sweep, byte[] Bytes);
}
