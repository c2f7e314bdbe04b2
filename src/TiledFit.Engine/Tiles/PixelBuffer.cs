using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.Tiles;

/// <summary>The pixels of the window that was read last.</summary>
internal sealed class PixelBuffer
{
    private double[] _pixels = [];

    /// <summary>Reads a window, over the one before.</summary>
    /// <exception cref="Core.InputException">The raster cannot be read any more.</exception>
    public ReadOnlyMemory<double> Read(IRaster raster, PixelRectangle window)
    {
        int length = checked((int)window.Area);
        if (_pixels.Length < length)
        {
            _pixels = new double[length];
        }

        raster.Read(window, _pixels.AsSpan(0, length));
        return _pixels.AsMemory(0, length);
    }
}
