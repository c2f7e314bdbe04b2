using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Answers;

/// <summary>Pixels in memory, perhaps with weights.</summary>
/// <param name="side">Columns and rows.</param>
/// <param name="values">Row by row.</param>
/// <param name="weights">As many, or null.</param>
internal sealed class CountsRaster(int side, double[] values, double[]? weights) : IRaster
{
    public RasterInfo Info { get; } = new(
        "memory", "memory", side, side, 1, 1, "Float64", side, 1, null, 1, 0, null, null);

    public string Fingerprint => "memory";

    public bool HasWeights => weights is not null;

    public string ComputeFingerprint() => Fingerprint;

    public void Read(PixelRectangle window, Span<double> pixels) => Copy(values, window, pixels);

    public void ReadWeighted(PixelRectangle window, Span<double> pixels, Span<double> pixelWeights)
    {
        Read(window, pixels);
        Copy(weights!, window, pixelWeights);
    }

    public void Dispose()
    {
    }

    private void Copy(double[] from, PixelRectangle window, Span<double> to)
    {
        for (int row = 0; row < window.Height; row++)
        {
            from.AsSpan((window.Y + row) * side + window.X, window.Width).CopyTo(to[(row * window.Width)..]);
        }
    }
}
