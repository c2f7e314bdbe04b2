namespace TiledFit.Core.TileSteps;

/// <summary>
/// Components from left to right in strips from top to bottom: what follows each other in the model, the gradient and
/// the normal matrix then finds its pixels and blocks in the cache, and couples to what is near it in the matrix.
/// </summary>
internal static class SpatialOrder
{
    // Height of a strip, px: with the supports that reach into it, some hundred rows of a window.
    private const double StripHeight = 32;

    /// <summary>The components' indices in that order; equal places keep the order they had.</summary>
    public static int[] Of(IReadOnlyList<FreeComponent> components) =>
    [
        .. Enumerable.Range(0, components.Count)
            .OrderBy(k => Math.Floor(components[k].Component.Shape.Y / StripHeight))
            .ThenBy(k => components[k].Component.Shape.X),
    ];
}
