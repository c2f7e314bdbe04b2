using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling;

/// <summary>How much a step minimises.</summary>
internal static class StepPolicy
{
    // Neighbours change what a step of many tiles sees before its optimum would be worth reaching.
    private const int IterationsOfMany = 2, IterationsOfOne = 10;

    /// <summary>The options of a step that only minimises.</summary>
    public static TileStepOptions Minimize(TileGrid grid, FitOptions options) => new()
    {
        // The iterations of one tile are too many between two choices: 40 from 0.4 σ off ended 3e-3 higher.
        HoldsResting = !grid.IsSingle,
        Restrictions = options.Restrictions,
        Minimizer = new MinimizerOptions
        {
            MaxIterations = grid.IsSingle ? IterationsOfOne : IterationsOfMany,
            FunctionTolerance = 0.1 * options.Tolerance,
            GradientTolerance = 0.1 * SettleRule.GradientTolerance(options.Tolerance),
        },
    };
}
