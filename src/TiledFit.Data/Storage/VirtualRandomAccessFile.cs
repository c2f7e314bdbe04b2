using System.Collections.Concurrent;

namespace TiledFit.Data.Storage;

/// <summary>
/// A file of GDAL's virtual file systems. A handle serves one thread at a time, so there are as many open as threads
/// have read at once.
/// </summary>
internal sealed class VirtualRandomAccessFile : IRandomAccessFile
{
    private readonly string _path;
    private readonly ConcurrentBag<VirtualFileStream> _idle = [];
    private volatile bool _disposed;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public VirtualRandomAccessFile(string path)
    {
        _path = path;
        var first = new VirtualFileStream(path);
        Length = first.Length;
        _idle.Add(first);
    }

    /// <summary>In bytes, when it was opened.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public int Read(Span<byte> bytes, long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        VirtualFileStream file = _idle.TryTake(out VirtualFileStream? idle) ? idle : new VirtualFileStream(_path);
        try
        {
            file.Position = offset;
            return file.Read(bytes);
        }
        finally
        {
            _idle.Add(file);
            if (_disposed)
            {
                Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out VirtualFileStream? file))
        {
            file.Dispose();
        }
    }
}
