using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>
/// A raster that processes of its own read, one for each thread that reads at once: a file on which a library crashes,
/// hangs or takes all memory ends in an <see cref="InputException"/>, and nothing else comes of it. The next request
/// is answered by a new process.
/// </summary>
internal sealed class IsolatedRaster : IRaster
{
    private readonly string _path;
    private readonly RasterOpenOptions _options;
    private readonly RasterReaderPool _readers;
    private readonly bool _ownsReaders;
    private readonly Lazy<string> _fingerprint;

    /// <summary>A raster with readers of its own: none of them ever sees another file.</summary>
    /// <exception cref="InputException">See <see cref="RasterFactory.Open"/>, or the reader is lost.</exception>
    /// <exception cref="IOException">No reader can be started.</exception>
    public IsolatedRaster(string path, RasterOpenOptions options, ReaderLimits limits)
        : this(path, options, new RasterReaderPool(limits), ownsReaders: true)
    {
    }

    /// <summary>A raster for readers that read others, too.</summary>
    /// <exception cref="InputException">See <see cref="RasterFactory.Open"/>, or the reader is lost.</exception>
    /// <exception cref="IOException">No reader can be started.</exception>
    public IsolatedRaster(string path, RasterOpenOptions options, RasterReaderPool readers)
        : this(path, options, readers, ownsReaders: false)
    {
    }

    private IsolatedRaster(string path, RasterOpenOptions options, RasterReaderPool readers, bool ownsReaders)
    {
        (_path, _options, _readers, _ownsReaders) = (path, options, readers, ownsReaders);
        _fingerprint = new Lazy<string>(ComputeFingerprint);
        try
        {
            Info = Ask("opening it", this, (reader, raster) => raster.OpenIn(reader));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public RasterInfo Info { get; }

    /// <inheritdoc/>
    public string Fingerprint => _fingerprint.Value;

    /// <inheritdoc/>
    public string ComputeFingerprint() => Ask("taking its fingerprint", this, (reader, raster) =>
    {
        raster.OpenIn(reader);
        return reader.ComputeFingerprint();
    });

    /// <inheritdoc/>
    public void Read(PixelRectangle window, Span<double> values)
    {
        RasterWindow.Check(window, Info.Width, Info.Height, values.Length);
        Ask($"reading rows {window.Y} to {window.Bottom - 1}", values, (reader, destination) =>
        {
            OpenIn(reader);
            reader.Read(window, destination);
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsReaders)
        {
            _readers.Dispose();
        }
    }

    /// <summary>Has a reader that read nothing, or something else, open this raster.</summary>
    private RasterInfo OpenIn(RasterReaderProcess reader)
    {
        if (reader.Owner == this)
        {
            return Info;
        }

        RasterInfo info = reader.Open(this, _path, _options);
        return Info is null || info with { Sky = null } == Info with { Sky = null }
            ? info
            : throw new InputException($"{_path}: has changed since it was opened");
    }

    private TAnswer Ask<TState, TAnswer>(
        string what, TState state, Func<RasterReaderProcess, TState, TAnswer> ask)
        where TState : allows ref struct
    {
        RasterReaderProcess? reader = null;
        try
        {
            reader = _readers.Rent(_path);
            TAnswer answer = ask(reader, state);
            _readers.Return(reader);
            return answer;
        }
        catch (InputException)
        {
            // It has answered, and can answer more.
            _readers.Return(reader!);
            throw;
        }
        catch (ReaderLostException e)
        {
            string reason = e.Fate switch
            {
                ReaderFate.Killed => "the machine may have run out of memory, or the file is hostile",
                ReaderFate.Hung or ReaderFate.Overran =>
                    "the file is damaged or hostile, or the limit is too low for it",
                _ => "the file is damaged or hostile",
            };
            throw new InputException($"{_path}: {what} {e.Message}: {reason}", e);
        }
        catch
        {
            reader?.Dispose();
            throw;
        }
    }
}
