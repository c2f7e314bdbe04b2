using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>
/// Writes a raster of one band window by window, in any order; NaN is "no data". Safe to use from several threads for
/// windows that do not overlap. The file appears under its name by <see cref="Complete"/>; disposed without that, it
/// never was.
/// </summary>
public interface IRasterWriter : IDisposable
{
    /// <summary>Writes a window, row by row.</summary>
    /// <param name="window">Inside the raster.</param>
    /// <param name="values">Exactly <c>window.Area</c> values.</param>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    void Write(PixelRectangle window, ReadOnlySpan<double> values);

    /// <summary>Closes the file and gives it its name, over one that is there already.</summary>
    /// <exception cref="InvalidOperationException">Not every pixel was written.</exception>
    /// <exception cref="IOException">The file system has no room, or fails.</exception>
    void Complete();
}
