using TiledFit.Core;

namespace TiledFit.Data;

/// <summary>
/// A file that appears under its name only when it is complete: it is written beside it under a temporary name, and
/// renamed by <see cref="Commit"/>. Disposed without that, nothing is left behind.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private bool _committed;

    /// <exception cref="InputException">The directory does not exist, or the path is one itself.</exception>
    public AtomicFile(string path)
    {
        _path = Path.GetFullPath(path);
        string directory = Path.GetDirectoryName(_path)
            ?? throw new InputException($"{path}: cannot be written: it is a directory");
        if (Directory.Exists(_path))
        {
            throw new InputException($"{path}: cannot be written: it is a directory");
        }

        if (!Directory.Exists(directory))
        {
            throw new InputException($"{path}: cannot be written: there is no directory {directory}");
        }

        TemporaryPath = Path.Combine(directory, $".{Path.GetFileName(_path)}.{Path.GetRandomFileName()}");
    }

    /// <summary>Where to write until the file is complete; on the same file system.</summary>
    public string TemporaryPath { get; }

    /// <summary>Gives the file its name, over one that is there already. It must be closed.</summary>
    public void Commit()
    {
        File.Move(TemporaryPath, _path, overwrite: true);
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
