using System.Diagnostics;
using TiledFit.Core;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Results;
using TiledFit.Data.Storage;
using TiledFit.Engine.Memory;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Journals;

/// <summary>
/// How far a fit has come, in its output directory: a journal in memory that is written there every now and then as it
/// stands. Two generations take turns, so that there is always a whole one; once the result is published both go.
/// </summary>
public sealed class Checkpoint : IJobJournal, IDisposable
{
    private readonly string _directory;
    private readonly TimeSpan _interval;
    private readonly Action<string> _tell;
    private readonly ScratchFile? _scratch;
    private readonly MemoryJournal _journal;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private long _number;
    private bool _isRemoved, _hasNews;

    /// <summary>Of a fit that has hold of its output directory, or will have before it writes.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="resume">Whether to go on from what is there.</param>
    /// <param name="overwrite">Whether, not going on, what is there may be discarded.</param>
    /// <param name="interval">Time between checkpoints.</param>
    /// <param name="tell">Hears what a user should know.</param>
    /// <exception cref="InputException">There is a checkpoint that may neither be used nor discarded, or none that can be
    /// read.</exception>
    public Checkpoint(
        string directory, bool resume, bool overwrite, TimeSpan interval, Action<string> tell)
        : this(directory, resume, overwrite, interval, tell, null)
    {
    }

    internal Checkpoint(
        string directory, bool resume, bool overwrite, TimeSpan interval, Action<string> tell, ScratchFile? scratch)
    {
        _directory = directory;
        _interval = interval;
        _tell = tell;
        _scratch = scratch;
        _journal = resume ? Load() : new MemoryJournal(new JournalContents(), scratch);
        if (!resume)
        {
            Discard(directory, overwrite);
        }
    }

    /// <summary>Removes what an interrupted fit has left in a directory.</summary>
    /// <exception cref="InputException">There is something, and it may not be removed.</exception>
    public static void Discard(string directory, bool overwrite)
    {
        IFileStore store = FileStore.Of(directory);
        if (ResultDirectory.CheckpointsIn(store).Any() && !overwrite)
        {
            throw new InputException(
                $"{directory} keeps what an interrupted fit had done; add --resume to go on with it, or --overwrite to "
                + "begin anew");
        }

        RemoveFrom(store);
    }

    /// <inheritdoc/>
    public void WriteTile(TileSnapshot snapshot) => _journal.WriteTile(snapshot);

    /// <inheritdoc/>
    public TileSnapshot? ReadTile(int tile) => _journal.ReadTile(tile);

    /// <inheritdoc/>
    public int BeginStep(int tile, int sweep) => _journal.BeginStep(tile, sweep);

    /// <inheritdoc/>
    public TileStepResult WriteStep(TileStepResult step) => _journal.WriteStep(step);

    /// <inheritdoc/>
    public TileStepResult? ReadStep(int tile) => _journal.ReadStep(tile);

    /// <summary>Stores a named state, and all on the disk if it is time. One call at a time.</summary>
    public void WriteState(string name, Func<byte[]> state)
    {
        _journal.WriteState(name, state);
        _hasNews = true;
        if (_sinceLast.Elapsed >= _interval)
        {
            TrySave();
        }
    }

    /// <inheritdoc/>
    public byte[]? ReadState(string name) => _journal.ReadState(name);

    /// <summary>The result is published: there is nothing to go on with.</summary>
    public void Remove()
    {
        _isRemoved = true;
        RemoveFrom(FileStore.Of(_directory));
    }

    /// <summary>A fit that was stopped is kept as it stands, if it had come so far that it is worth it.</summary>
    public void Dispose()
    {
        if (!_isRemoved && _hasNews && (_number > 0 || _sinceLast.Elapsed >= _interval) && TrySave())
        {
            _tell($"{_directory} keeps what was done; --resume goes on with it");
        }
    }

    // With those that were not written to their end.
    private static void RemoveFrom(IFileStore store)
    {
        foreach (string name in store.NamesFrom($"{ResultDirectory.CheckpointName}-"))
        {
            store.Delete(name);
        }
    }

    private string Generation(long number) =>
        FileStore.Of(_directory).PathOf($"{ResultDirectory.CheckpointName}-{number % 2}");

    private MemoryJournal Load()
    {
        IFileStore store = FileStore.Of(_directory);
        string[] generations = [.. ResultDirectory.CheckpointsIn(store).Select(store.PathOf)];
        if (generations.Length == 0)
        {
            _tell($"{_directory} keeps nothing to resume: the fit begins anew");
            return new MemoryJournal(new JournalContents(), _scratch);
        }

        JournalContents? latest = null;
        var damages = new List<string>();
        foreach (string generation in generations)
        {
            try
            {
                (long number, JournalContents contents) = CheckpointFile.Read(generation, _scratch);
                (latest, _number) = number > _number ? (contents, number) : (latest, _number);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                damages.Add($"checkpoint {generation} cannot be used: {e.Message}");
            }
        }

        if (latest is null)
        {
            throw new InputException($"{string.Join("; ", damages)}; --overwrite without --resume begins anew");
        }

        damages.ForEach(damage => _tell($"{damage}; the other one is taken"));
        return new MemoryJournal(latest, _scratch);
    }

    // A fit that cannot be kept goes on all the same.
    private bool TrySave()
    {
        try
        {
            _journal.Capture(contents => CheckpointFile.Write(Generation(_number + 1), _number + 1, contents));
            _number++;
            return true;
        }
        // The last of them is what .NET makes of a file that is too large for the file system.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            _tell($"what was done cannot be kept: {e.Message}; the fit goes on, and it is tried again");
            return false;
        }
        finally
        {
            _sinceLast.Restart();
        }
    }
}
