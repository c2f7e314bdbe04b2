namespace TiledFit.Core.Uncertainty;

/// <summary>What the normal matrix says of a component.</summary>
/// <param name="Id">The component.</param>
/// <param name="Errors">At noise of unit variance.</param>
/// <param name="Freedom">Share of Σ w·r²/σ² that fitting it takes away; 6 in white noise.</param>
/// <param name="Neighbour">The component that it is blended with, or −1.</param>
public readonly record struct ComponentUncertainty(long Id, ComponentErrors Errors, double Freedom, long Neighbour)
{
    /// <summary>Mean weight of the pixels at the component; 1 where all count alike.</summary>
    public double Weight { get; init; } = 1;
}
