namespace TiledFit.Data.Rasters.Isolation;

/// <summary>What a process that reads a raster may take.</summary>
public sealed record ReaderLimits
{
    /// <summary>How long it may give no sign: for opening, a fingerprint, or the next part of a window.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Its memory, in bytes, some 100 MiB of the runtime's own among it.</summary>
    public long MemoryBytes { get; init; } = 2L << 30;
}
