namespace TiledFit.Cluster.Hosting;

/// <summary>Where silos find each other and grains their state.</summary>
internal enum ClusteringKind
{
    /// <summary>In the only silo's memory.</summary>
    Memory,

    /// <summary>In PostgreSQL.</summary>
    PostgreSQL,
}
