using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>One band of a raster, read by window. Safe to read from several threads at once.</summary>
public interface IRaster : IDisposable
{
    /// <summary>Size, type, georeference.</summary>
    RasterInfo Info { get; }

    /// <summary>
    /// A short hash of what identifies the content: size, band, type, nodata, scale and offset; length and modification
    /// time of each file (only the length inside archives and object stores); and some 2,000 pixels sampled evenly from
    /// top to bottom, which the first call reads. The name is not part of it: a raster may be moved.
    /// </summary>
    /// <exception cref="InputException">The pixels cannot be read.</exception>
    string Fingerprint { get; }

    /// <summary>What <see cref="Fingerprint"/> would be if it were asked for the first time now.</summary>
    /// <exception cref="InputException">The pixels cannot be read any more, or the file has gone.</exception>
    string ComputeFingerprint();

    /// <summary>
    /// Reads a window, row by row, with scale and offset applied; pixels without data (nodata, masked, NaN or
    /// infinite) are NaN.
    /// </summary>
    /// <param name="window">Inside the raster.</param>
    /// <param name="values">Exactly <c>window.Area</c> values.</param>
    /// <exception cref="InputException">The file is truncated or cannot be read any more; names file and row.
    /// </exception>
    void Read(PixelRectangle window, Span<double> values);

    /// <summary>Whether pixels have weights of their own; otherwise they all count alike.</summary>
    bool HasWeights => false;

    /// <summary>Reads a window like <see cref="Read"/>, with the weights of its pixels: 1 if there are none.</summary>
    /// <param name="window">Inside the raster.</param>
    /// <param name="values">Exactly <c>window.Area</c> values; NaN where there is no data or the weight is 0.</param>
    /// <param name="weights">As many, finite and positive wherever there is data.</param>
    /// <exception cref="InputException">As for <see cref="Read"/>, or a weight is none.</exception>
    void ReadWeighted(PixelRectangle window, Span<double> values, Span<double> weights)
    {
        Read(window, values);
        weights.Fill(1);
    }
}
