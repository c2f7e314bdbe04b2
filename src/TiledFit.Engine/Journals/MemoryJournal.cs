using TiledFit.Core.TileSteps;
using TiledFit.Engine.Memory;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Journals;

/// <summary>
/// A journal in memory, for fits that nobody takes up elsewhere, and for <see cref="Checkpoint"/>. It keeps what it was
/// given, none of which ever changes, and makes bytes of it only for those who read: most of what a fit stores is never
/// asked for. With a scratch file the components of tiles and steps are there instead, and memory holds their places.
/// </summary>
public sealed class MemoryJournal : IJobJournal
{
    private readonly Lock _lock = new();
    private readonly JournalContents _contents;
    private readonly ScratchFile? _scratch;

    /// <summary>An empty journal.</summary>
    public MemoryJournal()
        : this(new JournalContents())
    {
    }

    internal MemoryJournal(JournalContents contents, ScratchFile? scratch = null)
    {
        _contents = contents;
        _scratch = scratch;
    }

    /// <inheritdoc/>
    public void WriteTile(TileSnapshot snapshot) =>
        Keep(_contents.Tiles, snapshot.Tile, EntryOf(snapshot.Sweep, snapshot, () => JournalFormat.Write(snapshot)));

    /// <inheritdoc/>
    public TileSnapshot? ReadTile(int tile) =>
        Find(_contents.Tiles, tile, bytes => JournalFormat.ReadSnapshot(bytes));

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
        JournalEntry entry = EntryOf(step.Sweep, step, () => JournalFormat.Write(step));
        return Keep(_contents.Steps, step.Tile, entry) == step.Sweep ? ReadStep(step.Tile)! : step;
    }

    /// <inheritdoc/>
    public TileStepResult? ReadStep(int tile) =>
        Find(_contents.Steps, tile, bytes => JournalFormat.ReadStep(bytes));

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

    /// <summary>Passes on what a reader would find now; it stays as it is meanwhile.</summary>
    internal void Capture(Action<JournalContents> use)
    {
        JournalContents contents;
        lock (_lock)
        {
            contents = _contents.Copy();
            _scratch?.Hold();
        }

        try
        {
            use(contents);
        }
        finally
        {
            _scratch?.LetGo();
        }
    }

    private JournalEntry EntryOf(int sweep, object content, Func<byte[]> bytes) =>
        _scratch is null ? new JournalEntry(sweep, content, bytes) : JournalEntry.In(_scratch, sweep, bytes());

    private T? Find<T>(Dictionary<int, JournalEntry> entries, int tile, Func<byte[], T> read)
        where T : class
    {
        byte[] bytes;
        lock (_lock)
        {
            if (!entries.TryGetValue(tile, out JournalEntry stored))
            {
                return null;
            }

            if (stored.Content is T content)
            {
                return content;
            }

            // In the lock, since what is replaced gives its place in the scratch file away.
            bytes = stored.Bytes();
        }

        return read(bytes);
    }

    // What is stored already stays; an older version comes from a writer that was held up. Returns the sweep of what is
    // stored already and stays.
    private int? Keep(Dictionary<int, JournalEntry> entries, int tile, JournalEntry entry)
    {
        JournalEntry stored;
        bool stays;
        lock (_lock)
        {
            stays = entries.TryGetValue(tile, out stored) && stored.Sweep >= entry.Sweep;
            entries[tile] = stays ? stored : entry;
        }

        if ((stays ? entry : stored).Slot is { } obsolete)
        {
            _scratch!.Release(obsolete);
        }

        return stays ? stored.Sweep : null;
    }
}
