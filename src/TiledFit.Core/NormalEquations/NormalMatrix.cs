using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// Fills H_ij = a_i·a_j·Σ_x g_i·g_j·φ(u_i)·φ(u_j)ᵀ. Without a pass over pixels the sum is the integral
/// 2π·|S|^½·e^{−Q/2}·P_i·P_jᵀ, to within the Poisson-summation error 2·exp(−2π²·λ_min(S)); pairs in which a member is
/// affected by an edge, by missing pixels or by its own narrowness are summed over the pixels when asked for.
/// </summary>
internal static class NormalMatrix
{
    /// <summary>Fills the matrix.</summary>
    /// <param name="components">One a block.</param>
    /// <param name="sumPixels">For each component, whether its pairs (diagonal included) are summed over pixels; empty
    /// when none is.</param>
    /// <param name="bounds">The window.</param>
    /// <param name="valid">1 or 0 for each pixel, or null data when all are valid.</param>
    /// <param name="matrix">6 × 6 blocks.</param>
    public static void Fill(
        ReadOnlySpan<Gaussian> components, ReadOnlySpan<bool> sumPixels, PixelRectangle bounds, PixelPlane valid,
        BlockSymmetricMatrix matrix)
    {
        const int size = HermiteCoefficients.Length;
        BlockPattern pattern = matrix.Pattern;
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            bool summed = !sumPixels.IsEmpty && sumPixels[j];
            FillBlock(components[j], components[j], summed, bounds, valid, matrix.Diagonal.AsSpan(j * size, size));
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                int i = pattern.RowIndices[k];
                FillBlock(components[i], components[j], summed || (!sumPixels.IsEmpty && sumPixels[i]), bounds, valid,
                    matrix.Lower.AsSpan(k * size, size));
            }
        }
    }

    private static void FillBlock(
        in Gaussian first, in Gaussian second, bool summed, PixelRectangle bounds, PixelPlane valid,
        Span<double> block)
    {
        var product = new GaussianProduct(first, second);
        HermiteCoefficients p1 = product.First, p2 = product.Second;
        double amplitudes = first.Amplitude * second.Amplitude;
        if (!summed)
        {
            HermiteCoefficients.Gram(p1, p2, amplitudes * product.Integral, block);
            return;
        }

        Span<double> gram = stackalloc double[HermiteCoefficients.Length];
        PixelGram.Sum(first, second, product, bounds, valid, gram);
        HermiteCoefficients.Transform(p1, gram, p2, amplitudes, block);
    }
}
