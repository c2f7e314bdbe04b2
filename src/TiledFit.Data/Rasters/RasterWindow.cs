using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>What the readers and writers check of a window.</summary>
internal static class RasterWindow
{
    /// <exception cref="ArgumentOutOfRangeException">The window is empty or not inside the raster.</exception>
    /// <exception cref="ArgumentException">Not one value a pixel.</exception>
    public static void Check(PixelRectangle window, int width, int height, int values)
    {
        if (window.IsEmpty || window != window.Intersect(new PixelRectangle(0, 0, width, height)))
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"not inside the {width}×{height} raster");
        }

        if (window.Area != values)
        {
            throw new ArgumentException($"{values} values for a window of {window.Area} pixels", nameof(values));
        }
    }

    /// <exception cref="InvalidOperationException">Fewer pixels were written than the raster has.</exception>
    public static void CheckComplete(long written, int width, int height)
    {
        if (written < (long)width * height)
        {
            throw new InvalidOperationException($"{written} of {(long)width * height} pixels were written");
        }
    }
}
