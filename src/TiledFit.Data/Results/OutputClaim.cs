using TiledFit.Core;

namespace TiledFit.Data.Results;

/// <summary>Hold of an output directory: of two that want it at once for the same the second is refused.</summary>
public sealed class OutputClaim : IDisposable
{
    private const string FitLockName = ".tiledfit-fit-lock";

    private readonly string _directory;
    private readonly bool _isNew;
    private readonly FileStream _lock;

    // The directory is made if it does not exist.
    private OutputClaim(string directory, string lockName, string whenHeld)
    {
        _directory = directory;
        _isNew = !Directory.Exists(directory);
        string path = Path.Combine(directory, lockName);
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
                    ? $"{whenHeld}; name another directory"
                    : $"{directory} cannot be written: {e.Message}",
                e);
        }
    }

    /// <summary>While a fit runs that will publish its result there.</summary>
    /// <exception cref="InputException">Another fit has hold of it, or it cannot be written.</exception>
    public static OutputClaim ForFit(string directory) =>
        new(directory, FitLockName, $"another fit into {directory} is under way");

    /// <summary>While a result is written there.</summary>
    /// <exception cref="InputException">Another result is being written there, or it cannot be written.</exception>
    internal static OutputClaim ForWriting(string directory) =>
        new(directory, ResultDirectory.LockName, $"another run is writing into {directory}");

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
