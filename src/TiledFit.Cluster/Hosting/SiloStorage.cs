namespace TiledFit.Cluster.Hosting;

/// <summary>Names of what a silo stores in.</summary>
internal static class SiloStorage
{
    /// <summary>The grains' storage.</summary>
    public const string Name = "tiledfit";
}
