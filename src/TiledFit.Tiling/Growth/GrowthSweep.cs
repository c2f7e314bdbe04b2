using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>A sweep of a growth plan.</summary>
/// <param name="Removals">How many components each tile gives up, in tile order.</param>
/// <param name="Additions">How many components each tile may add, in tile order.</param>
/// <param name="Selection">How tiles select; the numbers replace its own.</param>
/// <param name="Iterations">Levenberg–Marquardt iterations of each step.</param>
internal sealed record GrowthSweep(int[] Removals, int[] Additions, SelectionOptions Selection, int Iterations)
{
    /// <summary>What the step of a tile does.</summary>
    public TileStepOptions OptionsOf(int tile, TileStepOptions minimize) => minimize with
    {
        Selection = Selection with { RemoveCount = Removals[tile], AddLimit = Additions[tile] },
        Minimizer = minimize.Minimizer with { MaxIterations = Iterations },
    };
}
