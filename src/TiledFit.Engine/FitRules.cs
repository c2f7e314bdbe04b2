using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>What weights, losses, restrictions and the selection of components do not go with.</summary>
public static class FitRules
{
    /// <summary>Checks a fit before it begins.</summary>
    /// <param name="raster">The raster, which may have weights.</param>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="given">Components that are given, or null to find them.</param>
    /// <exception cref="InputException">Two things that are asked for do not go together.</exception>
    public static void Check(IRaster raster, FitOptions options, int? given)
    {
        WeightRules.Check(raster, options, given);
        RestrictionRules.Check(options, given);
        LossRules.Check(raster, options, given);
        SelectionRules.Check(raster, options, given);
    }

    /// <summary>Refuses levels, restrictions, losses, meshes and significances where there is nothing of the kind.
    /// </summary>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="what">What knows nothing else, such as a profile.</param>
    /// <exception cref="InputException">Something else is asked for.</exception>
    internal static void Refuse(FitOptions options, string what)
    {
        if (options.Levels > 1)
        {
            throw new InputException($"--levels {options.Levels} goes with rasters and --method lm, not with {what}");
        }

        RestrictionRules.Refuse(options, what);
        LossRules.Refuse(options, what);
        SelectionRules.Refuse(options, what);
    }
}
