using System.Runtime.CompilerServices;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Losses;

/// <summary>
/// The deviance of counts, ρ = 2·(f − z + z·ln(z/f)); ψ = z/f − 1; E[−∂ψ/∂f] = 1/f (Cash 1979; Baker and Cousins
/// 1984). Below the floor f₀ ρ is a parabola, which goes on to f ≤ 0: the Taylor polynomial at f₀, with a second
/// derivative of 2·max(z, f₀)/f₀². So it has the value and the slope of the deviance at f₀, and its second
/// derivative where z ≥ f₀; it is convex, least at f = z for z below f₀, and never negative. With z = 0, whose 2f
/// has no lower bound, it is (f² + f₀²)/f₀.
/// </summary>
internal readonly struct PoissonLoss : ILossFunction
{
    /// <summary>f₀, counts.</summary>
    public const double Floor = 1e-6;

    public static bool IsOfCounts => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LossValue At(double residual, double value)
    {
        double model = value - residual;

        // Where r = −f, z is zero, or too small beside f to be seen.
        return model < Floor ? Beyond(residual, value, model)
            : residual == -model ? new LossValue(2 * model, -1, 1 / model, 1 / model)
            : Inside(residual, value, model);
    }

    // z·ln(z/f) − r with z/f = 1 + r/f, so that a small r leaves a small error.
    private static LossValue Inside(double residual, double value, double model)
    {
        double relative = residual / model, information = 1 / model;
        return new LossValue(
            2 * (value * DeterministicMath.LogOnePlus(relative) - residual), relative, information, information);
    }

    // With d = (f − f₀)/f₀: z·ln f → z·(ln f₀ + d) − ½·max(z, f₀)·d².
    private static LossValue Beyond(double residual, double value, double model)
    {
        double d = (model - Floor) / Floor, curvature = Math.Max(value, Floor);
        double logarithm = value == 0 ? 0 : DeterministicMath.Log(value / Floor);
        return new LossValue(
            2 * (value * (logarithm - d) - residual) + curvature * d * d,
            (value - curvature * d) / Floor - 1, 1 / Floor, 1 / Floor);
    }
}
