namespace TiledFit.Core.Profiles;

/// <summary>
/// One-sigma errors of a component's parameters and of what follows from them, to first order in the noise. NaN: the
/// data do not determine it.
/// </summary>
/// <param name="Amplitude">Of a, unit of the values.</param>
/// <param name="X">Of c, unit of x.</param>
/// <param name="Sigma">Of σ, unit of x.</param>
/// <param name="Area">Of √(2π)·a·σ.</param>
/// <param name="Largest">The largest of those of ln a, c/σ and ln σ.</param>
public readonly record struct ProfileErrors(double Amplitude, double X, double Sigma, double Area, double Largest)
{
    // Beyond it the second-order terms of a relative error are of its own size.
    private const double LargestRelative = 0.5;

    /// <summary>Whether a parameter is not determined, or so badly that first order does not do.</summary>
    public bool IsPoor => !(Largest <= LargestRelative);
}
