using Orleans.Placement;

namespace TiledFit.Cluster.Placement;

/// <summary>Marks grains that are placed by <see cref="BlockPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BlockPlacementAttribute() : PlacementAttribute(new BlockPlacement());
