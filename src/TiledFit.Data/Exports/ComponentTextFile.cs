namespace TiledFit.Data.Exports;

/// <summary>A file that is written from front to back and named when it is complete.</summary>
internal sealed class ComponentTextFile : IDisposable
{
    private readonly AtomicFile _target;

    /// <exception cref="Core.InputException">The directory does not exist or cannot be written.</exception>
    public ComponentTextFile(string path)
    {
        _target = new AtomicFile(path);
        try
        {
            Stream = new FileStream(
                _target.TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Core.InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Flushes the file to the disk and names it.</summary>
    public void Complete()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        _target.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        _target.Dispose();
    }
}
