using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>A raster with columns and rows without data before its first ones, so that tiles begin elsewhere.</summary>
/// <param name="raster">The raster, which stays its owner's.</param>
/// <param name="shift">How many columns and rows.</param>
internal sealed class ShiftedRaster(IRaster raster, int shift) : IRaster
{
    public RasterInfo Info { get; } = raster.Info with
    {
        Width = raster.Info.Width + shift,
        Height = raster.Info.Height + shift,
    };

    public string Fingerprint => $"{raster.Fingerprint}+{shift}";

    public string ComputeFingerprint() => $"{raster.ComputeFingerprint()}+{shift}";

    public void Read(PixelRectangle window, Span<double> values)
    {
        values.Fill(double.NaN);
        PixelRectangle whole = new(0, 0, raster.Info.Width, raster.Info.Height);
        PixelRectangle source = whole.Intersect(window with { X = window.X - shift, Y = window.Y - shift });
        if (source.IsEmpty)
        {
            return;
        }

        double[] pixels = new double[source.Area];
        raster.Read(source, pixels);
        for (int row = 0; row < source.Height; row++)
        {
            int start = (source.Y + shift + row - window.Y) * window.Width + source.X + shift - window.X;
            pixels.AsSpan(row * source.Width, source.Width).CopyTo(values[start..]);
        }
    }

    public void Dispose()
    {
    }
}
