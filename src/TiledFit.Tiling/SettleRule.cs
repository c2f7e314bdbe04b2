namespace TiledFit.Tiling;

/// <summary>
/// When a fit has settled: the relative decrease of E over a sweep is below the tolerance, and max |g_a| / √(H_aa·E) is
/// below 1e-4, counted anew over all tiles.
/// </summary>
public static class SettleRule
{
    /// <summary>Limit on max |g_a| / √(H_aa·E).</summary>
    public const double GradientTolerance = 1e-4;

    /// <summary>Whether a sweep's figures meet the rule.</summary>
    public static bool IsMet(double relativeDecrease, double largestGradient, double tolerance) =>
        relativeDecrease < tolerance && largestGradient <= GradientTolerance;
}
