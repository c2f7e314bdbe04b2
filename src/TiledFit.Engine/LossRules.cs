using TiledFit.Core;
using TiledFit.Core.Losses;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>What losses other than the squares do not go with.</summary>
internal static class LossRules
{
    /// <summary>Checks a fit before it begins.</summary>
    /// <param name="raster">The raster, which may have weights.</param>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="given">Components that are given, or null to find them.</param>
    /// <exception cref="InputException">Components would be sought, which is done by squares; errors are asked for in
    /// noise that a beam has correlated; or pixels have weights, so that no one threshold is that of all.</exception>
    public static void Check(IRaster raster, FitOptions options, int? given)
    {
        if (options.Loss.Kind == LossKind.Squares)
        {
            return;
        }

        if (options.Grows(given))
        {
            throw new InputException(
                $"--loss {options.Loss} needs --init, without --rmse or more --components than it holds: components "
                + "are sought by squares; find them with --loss squares first");
        }

        if (raster.HasWeights)
        {
            throw new InputException(
                $"--loss {options.Loss} does not go with --weights, whose noise differs from pixel to pixel; take "
                + "--mask, or squares");
        }

        if (options.Errors.BeamFwhm > 0)
        {
            throw new InputException(
                $"--loss {options.Loss} does not go with --errors {options.Errors}; take white, or none");
        }
    }

    /// <summary>Refuses losses where there is nothing but squares or the likelihood of a mixture.</summary>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="what">What knows no losses, such as "--method em".</param>
    /// <exception cref="InputException">Another loss than the squares is asked for.</exception>
    public static void Refuse(FitOptions options, string what)
    {
        if (options.Loss.Kind != LossKind.Squares)
        {
            throw new InputException($"--loss {options.Loss} goes with rasters and --method lm; {what} takes squares");
        }
    }
}
