using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine.Tests;

/// <summary>A raster whose pixels are a function of their place.</summary>
internal sealed class MemoryRaster(int width, int height, Func<int, int, double> value) : IRaster
{
    public RasterInfo Info { get; } = new(
        "somewhere/memory.npy", "npy", width, height, 1, 1, "Float64", width, 1, null, 1, 0, null, null);

    public string Fingerprint => "memory";

    public string ComputeFingerprint() => Fingerprint;

    /// <summary>The largest window that was read.</summary>
    public long LargestArea { get; private set; }

    public void Read(PixelRectangle window, Span<double> values)
    {
        Assert.Equal(window, window.Intersect(new PixelRectangle(0, 0, width, height)));
        Assert.Equal(window.Area, values.Length);
        lock (this)
        {
            LargestArea = Math.Max(LargestArea, window.Area);
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = value(window.X + i % window.Width, window.Y + i / window.Width);
        }
    }

    public void Dispose()
    {
    }
}
