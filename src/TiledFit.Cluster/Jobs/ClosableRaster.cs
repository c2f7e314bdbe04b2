using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Cluster.Jobs;

/// <summary>
/// A raster that may be closed while workers read it: those that are reading come to their end first, those that come
/// later are told that the run is over.
/// </summary>
/// <param name="raster">The raster; closed with this one.</param>
internal sealed class ClosableRaster(IRaster raster) : IRaster
{
    private readonly ReaderWriterLockSlim _lock = new();
    private bool _isClosed;

    /// <inheritdoc/>
    public RasterInfo Info => raster.Info;

    /// <inheritdoc/>
    /// <exception cref="RunOverException">The raster was closed.</exception>
    public string Fingerprint => WhileOpen(() => raster.Fingerprint);

    /// <inheritdoc/>
    /// <exception cref="RunOverException">The raster was closed.</exception>
    public string ComputeFingerprint() => WhileOpen(raster.ComputeFingerprint);

    /// <inheritdoc/>
    /// <exception cref="RunOverException">The raster was closed.</exception>
    public void Read(PixelRectangle window, Span<double> values)
    {
        _lock.EnterReadLock();
        try
        {
            ThrowIfClosed();
            raster.Read(window, values);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public bool HasWeights => raster.HasWeights;

    /// <inheritdoc/>
    /// <exception cref="RunOverException">The raster was closed.</exception>
    public void ReadWeighted(PixelRectangle window, Span<double> values, Span<double> weights)
    {
        _lock.EnterReadLock();
        try
        {
            ThrowIfClosed();
            raster.ReadWeighted(window, values, weights);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.EnterWriteLock();
        try
        {
            _isClosed = true;
            raster.Dispose();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    private T WhileOpen<T>(Func<T> read)
    {
        _lock.EnterReadLock();
        try
        {
            ThrowIfClosed();
            return read();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new RunOverException("the run has been stopped.");
        }
    }
}
