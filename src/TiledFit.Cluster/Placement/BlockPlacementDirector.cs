using Orleans.Runtime.Placement;

namespace TiledFit.Cluster.Placement;

/// <summary>Carries <see cref="BlockPlacement"/> out.</summary>
internal sealed class BlockPlacementDirector : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) => Task.FromResult(
        SiloBlocks.SiloOf(
            GrainKeys.Parse(target.GrainIdentity.Key.ToString()!),
            SiloBlocks.Order(context.GetCompatibleSilos(target))));
}
