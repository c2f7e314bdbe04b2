using System.Runtime.CompilerServices;

namespace TiledFit.Core.Losses;

/// <summary>ρ = r² where |r| ≤ k, else 2k·|r| − k²; ψ = r cut off at ±k (Huber 1964).</summary>
/// <param name="threshold">k.</param>
internal readonly struct HuberLoss(double threshold) : ILossFunction
{
    public static bool IsOfCounts => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LossValue At(double residual, double value)
    {
        double size = Math.Abs(residual);
        return size <= threshold
            ? new LossValue(residual * residual, residual, 1, 1)
            : new LossValue(
                threshold * (2 * size - threshold), Math.CopySign(threshold, residual), threshold / size, 0);
    }
}
