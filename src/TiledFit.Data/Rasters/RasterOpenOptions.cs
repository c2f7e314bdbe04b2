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

    /// <summary>
    /// Which plane of a FITS image of more than two axes: a number from 1 for each axis longer than 1 beyond the first
    /// two, separated by commas; null where there is none.
    /// </summary>
    public string? Plane { get; init; }

    /// <summary>
    /// GDAL's drivers that may open it, by their short names; null for all. Many formats name other files or addresses
    /// within, so a host that reads on behalf of others restricts them; FITS stands for cfitsio, too. <c>.npy</c> is
    /// not affected.
    /// </summary>
    public IReadOnlyList<string>? Drivers { get; init; }
}
