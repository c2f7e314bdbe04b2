namespace TiledFit.Data.Rasters.Isolation;

/// <summary>What a reader is told first.</summary>
/// <param name="Path">As for <see cref="RasterFactory.Open"/>.</param>
/// <param name="Options">As for <see cref="RasterFactory.Open"/>.</param>
/// <param name="CacheBytes">For <see cref="Gdal.CacheBytes"/>.</param>
/// <param name="MemoryBytes">What the process may take.</param>
internal sealed record OpenRequest(string Path, RasterOpenOptions Options, long CacheBytes, long MemoryBytes);
