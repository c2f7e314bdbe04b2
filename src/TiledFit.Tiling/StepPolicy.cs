using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling;

/// <summary>How much a step minimises.</summary>
internal static class StepPolicy
{
    // Neighbours change what a step of many tiles sees before its optimum would be worth reaching.
    private const int IterationsOfMany = 2, IterationsOfOne = 10;

    /// <summary>The options of a step that only minimises.</summary>
    public static TileStepOptions Minimize(TileGrid grid, double tolerance) => new()
    {
        Minimizer = new MinimizerOptions
        {
            MaxIterations = grid.IsSingle ? IterationsOfOne : IterationsOfMany,
            FunctionTolerance = 0.1 * tolerance,
            GradientTolerance = 0.1 * SettleRule.GradientTolerance(tolerance),
        },
    };
}
