using TiledFit.Core;
using TiledFit.Core.Restrictions;
using TiledFit.Tiling;

namespace TiledFit.Engine;

/// <summary>What restrictions of components do not go with.</summary>
internal static class RestrictionRules
{
    /// <summary>Checks a fit before it begins.</summary>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="given">Components that are given, or null to find them.</param>
    /// <exception cref="InputException">Components would be sought that have no given shape or place.</exception>
    public static void Check(FitOptions options, int? given)
    {
        if (options.Restrictions is { NeedsGiven: true } restrictions && options.Grows(given))
        {
            throw new InputException(restrictions.FixesPositions
                ? "--positions fixed needs --init, without --rmse or more --components than it holds: what is found "
                    + "has no given place"
                : "--shape fixed needs --init, without --rmse or more --components than it holds; give "
                    + "fixed:SX,SY,THETA for components that are found");
        }
    }

    /// <summary>Refuses restrictions where nothing obeys them.</summary>
    /// <param name="options">How it is to be fitted.</param>
    /// <param name="what">What does not, such as a profile.</param>
    /// <exception cref="InputException">There are some.</exception>
    public static void Refuse(FitOptions options, string what)
    {
        if (options.Restrictions?.OrNull() is { } restrictions)
        {
            if (restrictions.Amplitude == AmplitudeKind.Signed)
            {
                throw new InputException(
                    $"--amplitude signed goes with rasters and --method lm, not with {what}, where a component is a "
                    + "density or a pulse, never negative");
            }

            throw new InputException($"{restrictions.FirstOption} goes with rasters and --method lm, not with {what}");
        }
    }
}
