namespace TiledFit.Tiling;

/// <summary>
/// When a fit has settled: the relative decrease of E over a sweep is below the tolerance, and max |g_a| / √(H_aa·E),
/// counted anew over all tiles, is below a tenth of the tolerance's root. E is quadratic about its minimum, so that the
/// decrease still to be had goes with the square of the gradient; the default, 1e-6, asks for 1e-4.
/// </summary>
public static class SettleRule
{
    /// <summary>Limit on max |g_a| / √(H_aa·E).</summary>
    public static double GradientTolerance(double tolerance) => 0.1 * Math.Sqrt(tolerance);

    /// <summary>Whether a sweep's figures meet the rule.</summary>
    public static bool IsMet(double relativeDecrease, double largestGradient, double tolerance) =>
        relativeDecrease < tolerance && largestGradient <= GradientTolerance(tolerance);
}
