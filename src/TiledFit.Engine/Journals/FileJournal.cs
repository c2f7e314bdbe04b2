using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Journals;

/// <summary>
/// A journal in a directory, on a local disk or on storage that machines share. Any number of processes use it at once,
/// and any of them may be killed at any moment.
/// <code>
/// tiles/{tile / 256}/{tile}/components-{sweep}   components after the last sweep
/// tiles/{tile / 256}/{tile}/step-{sweep}         result of the last step
/// states/{name}                                  named states
/// </code>
/// All files bear a header with a checksum.
/// </summary>
/// <remarks>
/// A file is flushed to the disk before it gets its name, and directories are left to the file system: if the power
/// fails, those that keep their metadata in order (ext4, xfs, NFS) lose at most the last few writes, never an earlier
/// one without the later. On NFS mount with <c>lookupcache=positive</c>, or a file that another machine has just written
/// may seem not to be there for some seconds.
/// </remarks>
/// <param name="directory">The job's own directory; made if it does not exist. Deleted, the job starts anew.</param>
public sealed class FileJournal(string directory) : IJobJournal
{
    private const int TilesPerDirectory = 256, LongestName = 100;

    private readonly string _directory = Path.GetFullPath(directory);

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void WriteTile(TileSnapshot snapshot) => WriteOnce(
        ComponentsStem(snapshot.Tile), snapshot.Sweep, JournalContent.Snapshot, JournalFormat.Write(snapshot));

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The stored snapshot is damaged.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public TileSnapshot? ReadTile(int tile) => ReadLatest(
        ComponentsStem(tile), JournalContent.Snapshot, JournalFormat.ReadSnapshot,
        snapshot => (snapshot.Tile, snapshot.Sweep), tile);

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public int BeginStep(int tile, int sweep) => JournalFile.Begin(StepPath(tile, sweep), sweep);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The step that is stored already is damaged.</exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public TileStepResult WriteStep(TileStepResult step)
    {
        string stem = StepStem(step.Tile);
        bool first = WriteOnce(stem, step.Sweep, JournalContent.Step, JournalFormat.Write(step));
        return first
            ? step
            : Read($"{stem}{step.Sweep}", JournalContent.Step, JournalFormat.ReadStep, _ => true) ?? step;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public TileStepResult? ReadStep(int tile) => ReadLatest(
        StepStem(tile), JournalContent.Step, JournalFormat.ReadStep, step => (step.Tile, step.Sweep), tile);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is not one of up to 100 letters, digits, '-' and '_'.</exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public void WriteState(string name, Func<byte[]> state)
    {
        string path = StatePath(name);
        JournalFile.Write(path, 0, JournalFrame.Wrap(JournalContent.State, state()));
        JournalFile.RemoveObsolete($"{path}.", 0);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The name is not one of up to 100 letters, digits, '-' and '_'.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public byte[]? ReadState(string name) =>
        Read(StatePath(name), JournalContent.State, payload => payload.ToArray(), _ => true);

    /// <summary>Where a tile's components after a sweep are.</summary>
    internal string TilePath(int tile, int sweep) => $"{ComponentsStem(tile)}{sweep}";

    /// <summary>Where the result of a tile's step is.</summary>
    internal string StepPath(int tile, int sweep) => $"{StepStem(tile)}{sweep}";

    /// <summary>Where a state is.</summary>
    internal string StatePath(string name)
    {
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException(
                $"'{name}' cannot name a state: up to {LongestName} letters, digits, '-' and '_' can.", nameof(name));
        }

        return Path.Combine(_directory, "states", name);
    }

    private string ComponentsStem(int tile) => Path.Combine(TileDirectory(tile), "components-");

    private string StepStem(int tile) => Path.Combine(TileDirectory(tile), "step-");

    private string TileDirectory(int tile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tile);
        return Path.Combine(_directory, "tiles", $"{tile / TilesPerDirectory}", $"{tile}");
    }

    private static bool WriteOnce(string stem, int sweep, JournalContent content, ReadOnlySpan<byte> payload)
    {
        bool first = JournalFile.WriteOnce($"{stem}{sweep}", sweep, JournalFrame.Wrap(content, payload));
        JournalFile.RemoveObsolete(stem, sweep);
        return first;
    }

    private T? ReadLatest<T>(
        string stem, JournalContent content, Func<ReadOnlySpan<byte>, T> parse, Func<T, (int Tile, int Sweep)> keyOf,
        int tile)
        where T : class
    {
        while (JournalFile.Latest(stem) is { } path)
        {
            if (Read(path, content, parse, value => path == $"{stem}{keyOf(value).Sweep}" && keyOf(value).Tile == tile)
                is { } value)
            {
                return value;
            }

            // A later one has been stored, and this one removed, since the directory was read.
        }

        return null;
    }

    private T? Read<T>(
        string path, JournalContent content, Func<ReadOnlySpan<byte>, T> parse, Func<T, bool> isExpected)
        where T : class
    {
        if (JournalFile.Read(path) is not { } bytes)
        {
            return null;
        }

        try
        {
            T value = parse(JournalFrame.Unwrap(content, bytes));
            return isExpected(value) ? value : throw new InvalidDataException("it holds another tile or sweep");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"{path}: {e.Message}; restore the file, or delete {_directory} to start the job anew.", e);
        }
    }
}
