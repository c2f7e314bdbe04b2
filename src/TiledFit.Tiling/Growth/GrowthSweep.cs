using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>A sweep of a growth plan.</summary>
/// <param name="Budgets">How many components each tile may add, in tile order; null for a sweep that only
/// minimises.</param>
/// <param name="Selection">How tiles select; the budget replaces its limit.</param>
/// <param name="Iterations">Levenberg–Marquardt iterations of each step.</param>
internal sealed record GrowthSweep(int[]? Budgets, SelectionOptions Selection, int Iterations)
{
    /// <summary>What the step of a tile does.</summary>
    public TileStepOptions OptionsOf(int tile, TileStepOptions minimize) => minimize with
    {
        Selection = Budgets is null ? null : Selection with { AddLimit = Budgets[tile] },
        Minimizer = minimize.Minimizer with { MaxIterations = Iterations },
    };
}
