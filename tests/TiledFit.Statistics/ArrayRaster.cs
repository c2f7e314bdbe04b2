using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Statistics;

/// <summary>A raster in memory.</summary>
internal sealed class ArrayRaster(int width, int height, double[] values) : IRaster
{
    public RasterInfo Info { get; } = new(
        "memory", "memory", width, height, 1, 1, "Float64", width, 1, null, 1, 0, null, null);

    public string Fingerprint => "memory";

    public string ComputeFingerprint() => Fingerprint;

    public void Read(PixelRectangle window, Span<double> pixels)
    {
        for (int row = 0; row < window.Height; row++)
        {
            values.AsSpan((window.Y + row) * width + window.X, window.Width).CopyTo(pixels[(row * window.Width)..]);
        }
    }

    public void Dispose()
    {
    }
}
