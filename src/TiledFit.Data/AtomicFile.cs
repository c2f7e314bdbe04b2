using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Data;

/// <summary>
/// A file that appears under its name only when it is complete: it is written beside it under a temporary name, or for
/// an object store on the disk, and gets its name by <see cref="Commit"/>. Disposed without that, nothing is left.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly IFileStore _store;
    private readonly string _name;
    private bool _committed;

    /// <exception cref="InputException">The directory does not exist, or the path is one itself.</exception>
    public AtomicFile(string path)
    {
        string full = FileStore.FullPathOf(path);
        string directory = Path.GetDirectoryName(full)
            ?? throw new InputException($"{path}: cannot be written: it is a directory");
        if (Directory.Exists(full))
        {
            throw new InputException($"{path}: cannot be written: it is a directory");
        }

        if (!FileStore.IsVirtual(full) && !Directory.Exists(directory))
        {
            throw new InputException($"{path}: cannot be written: there is no directory {directory}");
        }

        (_store, _name) = FileStore.Split(full);
        TemporaryPath = _store.StagingPathOf($".{_name}.{Path.GetRandomFileName()}");
    }

    /// <summary>Where to write until the file is complete.</summary>
    public string TemporaryPath { get; }

    /// <summary>Gives the file its name, over one that is there already. It must be closed.</summary>
    /// <exception cref="IOException">That cannot be done.</exception>
    public void Commit()
    {
        _store.Take(TemporaryPath, _name);
        _committed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_committed)
        {
            File.Delete(TemporaryPath);
        }
    }
}
