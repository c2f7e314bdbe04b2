using System.Runtime.CompilerServices;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Losses;

/// <summary>ρ = k²·ln(1 + t) with t = r²/k²; ψ = r/(1 + t); ∂ψ/∂r = (1 − t)/(1 + t)² (Holland and Welsch
/// 1977).</summary>
/// <param name="threshold">k.</param>
internal readonly struct CauchyLoss(double threshold) : ILossFunction
{
    private readonly double _square = threshold * threshold;

    public static bool IsOfCounts => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LossValue At(double residual, double value)
    {
        double t = residual * residual / _square, weight = 1 / (1 + t);
        return new LossValue(
            _square * DeterministicMath.LogOnePlus(t), residual * weight, weight, (1 - t) * weight * weight);
    }
}
