using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine;

/// <summary>A raster of which is counted what is read of it.</summary>
/// <param name="raster">The raster, which stays its owner's.</param>
/// <param name="profile">Counts.</param>
internal sealed class CountingRaster(IRaster raster, StepProfile profile) : IRaster
{
    /// <inheritdoc/>
    public RasterInfo Info => raster.Info;

    /// <inheritdoc/>
    public string Fingerprint => raster.Fingerprint;

    /// <inheritdoc/>
    public string ComputeFingerprint() => raster.ComputeFingerprint();

    /// <inheritdoc/>
    public void Read(PixelRectangle window, Span<double> values)
    {
        profile.CountRead(window.Area);
        raster.Read(window, values);
    }

    /// <inheritdoc/>
    public bool HasWeights => raster.HasWeights;

    /// <inheritdoc/>
    public void ReadWeighted(PixelRectangle window, Span<double> values, Span<double> weights)
    {
        profile.CountRead(window.Area);
        raster.ReadWeighted(window, values, weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
