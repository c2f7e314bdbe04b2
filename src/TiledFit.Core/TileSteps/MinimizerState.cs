using TiledFit.Core.LevenbergMarquardt;

namespace TiledFit.Core.TileSteps;

/// <summary>What a tile's minimiser carries from step to step.</summary>
/// <param name="Damping">λ.</param>
/// <param name="SumAffectedPairs">Whether progress has slowed so far that affected pairs are summed over
/// pixels.</param>
public readonly record struct MinimizerState(DampingState Damping, bool SumAffectedPairs)
{
    /// <summary>Before the first step.</summary>
    public static MinimizerState Initial { get; } = new(DampingState.Initial, false);
}
