namespace TiledFit.Data.Rasters;

/// <summary>How to read a raster.</summary>
public sealed record RasterOpenOptions
{
    /// <summary>The band to read, from 1.</summary>
    public int Band { get; init; } = 1;

    /// <summary>
    /// The stored value (before scale and offset) that means "no data", instead of what the file declares; rounded to
    /// the stored type where that is a float.
    /// </summary>
    public double? NoData { get; init; }
}
