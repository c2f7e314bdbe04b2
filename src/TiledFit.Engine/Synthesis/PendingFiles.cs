using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Engine.Synthesis;

/// <summary>
/// Files that appear under their names together, once all are complete; until then each is written under
/// a temporary name, beside its place or for an object store on the disk, which <see cref="Dispose"/> removes.
/// </summary>
internal sealed class PendingFiles : IDisposable
{
    private readonly Dictionary<string, string> _temporaries = [];

    /// <summary>Has a file written under its temporary name.</summary>
    /// <exception cref="InputException">The file cannot be written, or was written already.</exception>
    public void Write(string path, Action<string> write)
    {
        (IFileStore store, string name) = FileStore.Split(path);
        string temporary = store.StagingPathOf(name + ".partial");
        if (!_temporaries.TryAdd(path, temporary))
        {
            throw new InputException($"{path}: named for two outputs; choose two names");
        }

        Guard(path, () => write(temporary));
    }

    /// <summary>Gives the files their names, replacing older ones.</summary>
    /// <exception cref="InputException">A file cannot be replaced.</exception>
    public void Commit()
    {
        foreach ((string path, string temporary) in _temporaries)
        {
            (IFileStore store, string name) = FileStore.Split(path);
            Guard(path, () => store.Take(temporary, name));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string temporary in _temporaries.Values.Where(File.Exists))
        {
            File.Delete(temporary);
        }
    }

    private static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message}); choose another place", e);
        }
    }
}
