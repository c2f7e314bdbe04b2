using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>One band of a raster, read by window. Safe to read from several threads at once.</summary>
public interface IRaster : IDisposable
{
    /// <summary>Size, type, georeference.</summary>
    RasterInfo Info { get; }

    /// <summary>
    /// A short hash of what identifies the content: size, type, file length, modification time and some sampled bytes.
    /// </summary>
    string Fingerprint { get; }

    /// <summary>
    /// Reads a window, row by row, with scale and offset applied; pixels without data (nodata, masked, NaN or
    /// infinite) are NaN.
    /// </summary>
    /// <param name="window">Inside the raster.</param>
    /// <param name="values">Exactly <c>window.Area</c> values.</param>
    /// <exception cref="InputException">The file is truncated or cannot be read any more; names file and row.
    /// </exception>
    void Read(PixelRectangle window, Span<double> values);
}
