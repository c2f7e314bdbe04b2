namespace TiledFit.Cluster.Hosting;

/// <summary>Where running jobs keep what a crash must not take.</summary>
internal sealed record StorageSettings
{
    /// <summary>A directory on storage that all silos share; none keeps it in the memory of a single silo.</summary>
    public string? Root { get; init; }
}
