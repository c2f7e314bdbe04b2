using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.Tiles;

/// <summary>The pixels of the window that was read last.</summary>
internal sealed class PixelBuffer
{
    private double[] _pixels = [], _weights = [];

    /// <summary>Reads a window, over the one before.</summary>
    /// <exception cref="Core.InputException">The raster cannot be read any more.</exception>
    public PixelData Read(IRaster raster, PixelRectangle window)
    {
        Memory<double> pixels = Reserve(ref _pixels, window);
        if (!raster.HasWeights)
        {
            raster.Read(window, pixels.Span);
            return new PixelData(pixels, default);
        }

        Memory<double> weights = Reserve(ref _weights, window);
        raster.ReadWeighted(window, pixels.Span, weights.Span);
        return new PixelData(pixels, weights);
    }

    private static Memory<double> Reserve(ref double[] buffer, PixelRectangle window)
    {
        int length = checked((int)window.Area);
        if (buffer.Length < length)
        {
            buffer = new double[length];
        }

        return buffer.AsMemory(0, length);
    }
}
