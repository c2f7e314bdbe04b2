using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>
/// Writes a PNG file row by row. It appears under its name by <see cref="Complete"/>; disposed without that, it never
/// was.
/// </summary>
public sealed class PngWriter : IDisposable
{
    private readonly AtomicFile _target;
    private readonly FileStream _file;
    private readonly PngEncoder _encoder;

    /// <summary>Starts an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="colorType">Channels.</param>
    /// <exception cref="InputException">The file cannot be created.</exception>
    public PngWriter(string path, int width, int height, PngColorType colorType)
    {
        _target = new AtomicFile(path);
        try
        {
            _file = new FileStream(_target.TemporaryPath, FileMode.CreateNew, FileAccess.Write);
            _encoder = new PngEncoder(_file, width, height, colorType);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _target.Dispose();
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes the next row.</summary>
    /// <param name="row">width · channels bytes, pixel by pixel.</param>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    public void WriteRow(ReadOnlySpan<byte> row) => _encoder.WriteRow(row);

    /// <summary>Closes the file and gives it its name, over one that is there already.</summary>
    /// <exception cref="InvalidOperationException">Not every row was written.</exception>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    public void Complete()
    {
        _encoder.Complete();
        _file.Dispose();
        _target.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _encoder.Dispose();
            _file.Dispose();
        }
        finally
        {
            _target.Dispose();
        }
    }
}
