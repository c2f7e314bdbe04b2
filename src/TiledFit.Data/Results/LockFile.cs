using TiledFit.Core;

namespace TiledFit.Data.Results;

/// <summary>A locked file in a directory: the system lets go of it when the process ends.</summary>
internal sealed class LockFile : IHold
{
    private readonly string _directory;
    private readonly bool _isNew;
    private readonly FileStream _lock;

    // The directory is made if it does not exist.
    public LockFile(string directory, string name, string whenHeld)
    {
        _directory = directory;
        _isNew = !Directory.Exists(directory);
        string path = Path.Combine(directory, name);
        try
        {
            Directory.CreateDirectory(directory);
            _lock = new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                File.Exists(path) ? whenHeld : $"{directory} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Nothing: the system sees to it.</summary>
    public void Check()
    {
    }

    /// <summary>Lets go of the directory; one that was made for nothing goes.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (_isNew && Directory.Exists(_directory) && !Directory.EnumerateFileSystemEntries(_directory).Any())
        {
            Directory.Delete(_directory);
        }
    }
}
