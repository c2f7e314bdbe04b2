using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>A sweep of a plan of growth.</summary>
/// <param name="Additions">How many components may be added, shared by need, besides those that take the place of
/// others.</param>
/// <param name="Selection">How tiles select; the numbers replace its own.</param>
/// <param name="Iterations">Levenberg–Marquardt iterations of each step.</param>
public sealed record GrowthRound(long Additions, SelectionOptions Selection, int Iterations)
{
    // Of the components of a tile, those that an exchange replaces.
    private const double ExchangeShare = 0.1;

    /// <summary>What the step of a tile does.</summary>
    /// <param name="components">Components of the tile.</param>
    /// <param name="additions">The tile's share of the additions.</param>
    /// <param name="minimize">The options of a step that only minimises.</param>
    public TileStepOptions OptionsOf(int components, int additions, TileStepOptions minimize)
    {
        int exchanged = Selection.Exchanges ? (int)Math.Ceiling(ExchangeShare * components) : 0;
        return minimize with
        {
            Selection = Selection with { RemoveCount = exchanged, AddLimit = exchanged + additions },
            Minimizer = minimize.Minimizer with { MaxIterations = Iterations },
        };
    }
}
