using System.Runtime.CompilerServices;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Losses;

/// <summary>
/// The deviance of counts, ρ = 2·(f − z + z·ln(z/f)); ψ = z/f − 1; E[−∂ψ/∂f] = 1/f (Cash 1979; Baker and Cousins
/// 1984). Below the floor f₀, ln f is its Taylor polynomial of second order there, which goes on to f ≤ 0: ρ stays
/// finite, convex and twice continuously differentiable. Where z = 0 there is no logarithm to go on.
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
        if (value == 0)
        {
            double information = 1 / Math.Max(model, Floor);
            return new LossValue(2 * model, -1, information, information);
        }

        return model >= Floor ? Inside(residual, value, model) : Beyond(residual, value, model);
    }

    // z·ln(z/f) − r with z/f = 1 + r/f, so that a small r leaves a small error.
    private static LossValue Inside(double residual, double value, double model)
    {
        double relative = residual / model, information = 1 / model;
        return new LossValue(
            2 * (value * DeterministicMath.LogOnePlus(relative) - residual), relative, information, information);
    }

    // With d = (f − f₀)/f₀: ln f → ln f₀ + d − d²/2.
    private static LossValue Beyond(double residual, double value, double model)
    {
        double d = (model - Floor) / Floor;
        double logarithm = DeterministicMath.Log(value / Floor) - d + 0.5 * d * d;
        return new LossValue(
            2 * (value * logarithm - residual), value * (1 - d) / Floor - 1, 1 / Floor, 1 / Floor);
    }
}
