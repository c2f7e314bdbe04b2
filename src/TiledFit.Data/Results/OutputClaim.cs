using TiledFit.Core;

namespace TiledFit.Data.Results;

/// <summary>Hold of an output directory while a fit runs: of two fits into one directory the second is refused.</summary>
public sealed class OutputClaim : IDisposable
{
    private const string LockName = ".tiledfit-fit-lock";

    private readonly string _directory;
    private readonly bool _isNew;
    private readonly FileStream _lock;

    /// <summary>Takes hold of a directory, which is made if it does not exist.</summary>
    /// <param name="directory">The directory.</param>
    /// <exception cref="InputException">Another fit has hold of it, or it cannot be written.</exception>
    public OutputClaim(string directory)
    {
        _directory = directory;
        _isNew = !Directory.Exists(directory);
        string path = Path.Combine(directory, LockName);
        try
        {
            Directory.CreateDirectory(directory);
            _lock = new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                File.Exists(path)
                    ? $"another fit into {directory} is under way; name another directory"
                    : $"{directory} cannot be written: {e.Message}",
                e);
        }
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
