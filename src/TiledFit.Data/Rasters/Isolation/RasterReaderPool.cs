using System.Collections.Concurrent;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>Idle readers, as many as threads have read at once. Safe to use from several threads.</summary>
/// <param name="limits">What each may take.</param>
internal sealed class RasterReaderPool(ReaderLimits limits) : IDisposable
{
    private readonly ConcurrentBag<RasterReaderProcess> _idle = [];
    private volatile bool _disposed;

    /// <summary>An idle reader, or a new one, for a thread to ask alone.</summary>
    /// <exception cref="IOException">None can be started.</exception>
    /// <exception cref="ReaderLostException">It was lost at once.</exception>
    public RasterReaderProcess Rent(string path)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out RasterReaderProcess? reader) ? reader : RasterReaderProcess.Start(path, limits);
    }

    /// <summary>Gives a reader back that is still there.</summary>
    public void Return(RasterReaderProcess reader)
    {
        _idle.Add(reader);
        if (_disposed)
        {
            Dispose();
        }
    }

    /// <summary>Ends all idle readers, and the others when they are returned.</summary>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out RasterReaderProcess? reader))
        {
            reader.Dispose();
        }
    }
}
