using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>What a plan of growth goes by.</summary>
/// <param name="Ceiling">Most components.</param>
/// <param name="FirstRound">Components of the first round.</param>
/// <param name="Rmse">The wanted RMSE, or null.</param>
/// <param name="MaxExchanges">Most exchanges.</param>
/// <param name="MaxRefinements">Most rounds in which every change is judged by a refit.</param>
/// <param name="Selection">How tiles select; the numbers are a round's own.</param>
public sealed record GrowthLimits(
    long Ceiling, double FirstRound, double? Rmse, int MaxExchanges, int MaxRefinements, SelectionOptions Selection)
{
    /// <summary>An RMSE that is but rounding, raster units.</summary>
    public double Rounding { get; init; }
}
