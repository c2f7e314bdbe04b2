using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>What weights of pixels do not go with.</summary>
internal static class WeightRules
{
    /// <summary>Checks a fit before it begins.</summary>
    /// <param name="raster">The raster, which may have weights.</param>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="given">Components that are given, or null to find them.</param>
    /// <exception cref="InputException">Components would be sought, in noise that is the same everywhere; or errors
    /// are asked for in noise that a beam has correlated.</exception>
    public static void Check(IRaster raster, FitOptions options, int? given)
    {
        if (!raster.HasWeights)
        {
            return;
        }

        if (options.Grows(given))
        {
            throw new InputException(
                "--weights needs --init, without --rmse or more --components than it holds: components are sought in "
                + "noise that is the same everywhere; find them without weights first, or take --mask");
        }

        if (options.Levels > 1)
        {
            throw new InputException(
                $"--weights does not go with --levels {options.Levels}, whose blocks all weigh alike; take --mask, or a "
                + "larger --tile");
        }

        if (options.Errors.BeamFwhm > 0)
        {
            throw new InputException(
                $"--weights does not go with --errors {options.Errors}; take white, or none");
        }
    }
}
