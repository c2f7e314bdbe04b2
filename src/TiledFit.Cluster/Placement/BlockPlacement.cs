namespace TiledFit.Cluster.Placement;

/// <summary>Regions in contiguous blocks, one block a silo, and tiles with their regions.</summary>
[GenerateSerializer]
internal sealed class BlockPlacement : PlacementStrategy;
