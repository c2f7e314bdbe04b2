namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>
/// The damping parameter λ (Nielsen 1999): after a good step λ ← λ·max(⅓, 1 − (2η − 1)³) with the gain ratio η, after
/// bad ones λ·2, ·4, ·8 … The state outlives a minimisation so that the next one goes on where it stood.
/// </summary>
/// <param name="Lambda">λ.</param>
/// <param name="Backoff">The factor of the next increase.</param>
public readonly record struct DampingState(double Lambda, double Backoff)
{
    private const double Smallest = 1e-14, Largest = 1e14;

    /// <summary>Where a fresh problem starts.</summary>
    public static DampingState Initial { get; } = new(1e-3, 2);

    /// <summary>The state after an accepted step.</summary>
    public DampingState AfterSuccess(double gainRatio)
    {
        double t = 2 * Math.Min(gainRatio, 2) - 1;
        return new DampingState(Math.Max(Smallest, Lambda * Math.Max(1.0 / 3, 1 - t * t * t)), 2);
    }

    /// <summary>The state after a refused step.</summary>
    public DampingState AfterFailure() => new(Math.Min(Largest, Lambda * Backoff), 2 * Backoff);
}
