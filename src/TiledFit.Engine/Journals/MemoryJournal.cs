using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Journals;

/// <summary>
/// A journal in memory, for trials, simulations and <see cref="Checkpoint"/>. It keeps what it was given, none of which
/// ever changes, and makes bytes of it only for those who read: most of what a fit stores is never asked for.
/// </summary>
public sealed class MemoryJournal : IJobJournal
{
    private readonly Lock _lock = new();
    private readonly JournalContents _contents;

    /// <summary>An empty journal.</summary>
    public MemoryJournal()
        : this(new JournalContents())
    {
    }

    internal MemoryJournal(JournalContents contents) => _contents = contents;

    /// <inheritdoc/>
    public void WriteTile(TileSnapshot snapshot) =>
        Keep(_contents.Tiles, snapshot.Tile, new JournalEntry(snapshot.Sweep, () => JournalFormat.Write(snapshot)));

    /// <inheritdoc/>
    public TileSnapshot? ReadTile(int tile) =>
        Find(_contents.Tiles, tile) is { } stored ? JournalFormat.ReadSnapshot(stored.Bytes()) : null;

    /// <inheritdoc/>
    public int BeginStep(int tile, int sweep)
    {
        lock (_lock)
        {
            (int begunSweep, int times) = _contents.Begun.GetValueOrDefault(tile);
            int before = begunSweep == sweep ? times : 0;
            _contents.Begun[tile] = (sweep, before + 1);
            return before;
        }
    }

    /// <inheritdoc/>
    public TileStepResult WriteStep(TileStepResult step)
    {
        var entry = new JournalEntry(step.Sweep, () => JournalFormat.Write(step));
        JournalEntry stored = Keep(_contents.Steps, step.Tile, entry);
        return stored != entry && stored.Sweep == step.Sweep ? JournalFormat.ReadStep(stored.Bytes()) : step;
    }

    /// <inheritdoc/>
    public TileStepResult? ReadStep(int tile) =>
        Find(_contents.Steps, tile) is { } stored ? JournalFormat.ReadStep(stored.Bytes()) : null;

    /// <inheritdoc/>
    public void WriteState(string name, Func<byte[]> state)
    {
        lock (_lock)
        {
            _contents.States[name] = state;
        }
    }

    /// <inheritdoc/>
    public byte[]? ReadState(string name)
    {
        lock (_lock)
        {
            return _contents.States.TryGetValue(name, out Func<byte[]>? state) ? [.. state()] : null;
        }
    }

    /// <summary>What a reader would find now.</summary>
    internal JournalContents Capture()
    {
        lock (_lock)
        {
            return _contents.Copy();
        }
    }

    private JournalEntry? Find(Dictionary<int, JournalEntry> entries, int tile)
    {
        lock (_lock)
        {
            return entries.TryGetValue(tile, out JournalEntry stored) ? stored : null;
        }
    }

    // What is stored already stays; an older version comes from a writer that was held up.
    private JournalEntry Keep(Dictionary<int, JournalEntry> entries, int tile, JournalEntry entry)
    {
        lock (_lock)
        {
            if (entries.TryGetValue(tile, out JournalEntry stored) && stored.Sweep >= entry.Sweep)
            {
                return stored;
            }

            entries[tile] = entry;
            return entry;
        }
    }
}
