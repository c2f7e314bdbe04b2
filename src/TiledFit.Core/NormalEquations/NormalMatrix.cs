using System.Runtime.CompilerServices;
using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// Fills H_ij = a_i·a_j·Σ_x w·g_i·g_j·φ(u_i)·φ(u_j)ᵀ. Without a pass over pixels the sum is the integral
/// 2π·|S|^½·e^{−Q/2}·P_i·P_jᵀ, to within the Poisson-summation error 2·exp(−2π²·λ_min(S)). Where the product g_i·g_j
/// is clipped by the raster's edge, meets pixels without data, or is narrow, or the pixels of the window differ in
/// weight, the integral is not the sum: such pairs are summed when asked for (<see cref="PairGram"/>). The integral for
/// every pair is a Gram matrix, hence semidefinite, and so it is times √(w_i·w_j) of the mean weights at the two
/// components.
/// </summary>
internal static class NormalMatrix
{
    // A component of which less than this share of Σ g² lies on valid pixels is summed strictly, with all its
    // neighbours: an error small against its whole would not be small against its rest.
    private const double SmallestShare = 0.9;

    /// <summary>Fills the matrix.</summary>
    /// <param name="components">One a block.</param>
    /// <param name="sumAffected">Whether pairs of which the integral is not the sum are summed over pixels.</param>
    /// <param name="domain">The window.</param>
    /// <param name="matrix">6 × 6 blocks.</param>
    /// <param name="cancellation">Looked at before each component's blocks.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(
        ReadOnlySpan<Gaussian> components, bool sumAffected, PixelDomain domain, BlockSymmetricMatrix matrix,
        CancellationToken cancellation = default)
    {
        const int size = HermiteCoefficients.Length;
        BlockPattern pattern = matrix.Pattern;
        var clipped = new bool[components.Length];
        double[] weights = new double[components.Length];
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            Gaussian g = components[j];
            Span<double> block = matrix.Diagonal.AsSpan(j * size, size);
            weights[j] = domain.MeanWeight(g);
            FillBlock(g, g, sumAffected, false, weights[j], domain, block);
            double whole = Math.PI * g.Amplitude * g.Amplitude * g.SqrtDeterminant * weights[j];
            clipped[j] = sumAffected && block[0] < SmallestShare * whole;
            if (clipped[j])
            {
                FillBlock(g, g, sumAffected, true, weights[j], domain, block);
            }
        }

        for (int j = 0; j < pattern.BlockCount; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                int i = pattern.RowIndices[k];
                double weight = domain.Weight * Math.Sqrt(weights[i] / domain.Weight * (weights[j] / domain.Weight));
                FillBlock(components[i], components[j], sumAffected, clipped[i] || clipped[j], weight, domain,
                    matrix.Lower.AsSpan(k * size, size));
            }
        }
    }

    /// <summary>Fills the Gram matrix G_ij = Σ w·g_i·g_j, summed over the pixels where the integral is not the sum.
    /// </summary>
    /// <param name="components">One a row; their amplitudes do not matter.</param>
    /// <param name="domain">The window.</param>
    /// <param name="matrix">1 × 1 blocks.</param>
    /// <param name="cancellation">Looked at before each component's row.</param>
    public static void FillGram(
        ReadOnlySpan<Gaussian> components, PixelDomain domain, BlockSymmetricMatrix matrix,
        CancellationToken cancellation = default)
    {
        BlockPattern pattern = matrix.Pattern;
        var clipped = new bool[components.Length];
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            Gaussian g = components[j];
            matrix.Diagonal[j] = Overlap(g, g, false, domain);
            clipped[j] = matrix.Diagonal[j] < SmallestShare * Math.PI * g.SqrtDeterminant * domain.MeanWeight(g);
            matrix.Diagonal[j] = clipped[j] ? Overlap(g, g, true, domain) : matrix.Diagonal[j];
        }

        for (int j = 0; j < pattern.BlockCount; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                int i = pattern.RowIndices[k];
                matrix.Lower[k] = Overlap(components[i], components[j], clipped[i] || clipped[j], domain);
            }
        }
    }

    // Σ w·g_i·g_j.
    private static double Overlap(in Gaussian first, in Gaussian second, bool clipped, PixelDomain domain)
    {
        var product = new GaussianProduct(first, second);
        Span<double> gram = stackalloc double[HermiteCoefficients.Length];
        return PairGram.TrySum(first, second, product, clipped, domain, gram)
            ? gram[0]
            : product.Integral * domain.Weight;
    }

    /// <summary>The diagonal blocks alone, for components taken one by one.</summary>
    public static BlockSymmetricMatrix Diagonal(
        ReadOnlySpan<Gaussian> components, bool sumAffected, PixelDomain domain,
        CancellationToken cancellation = default)
    {
        var matrix = BlockSymmetricMatrix.Uncoupled(components.Length, Gaussian.ParameterCount);
        Fill(components, sumAffected, domain, matrix, cancellation);
        return matrix;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillBlock(
        in Gaussian first, in Gaussian second, bool sumAffected, bool clipped, double weight, PixelDomain domain,
        Span<double> block)
    {
        var product = new GaussianProduct(first, second);
        HermiteCoefficients p1 = product.First, p2 = product.Second;
        double amplitudes = first.Amplitude * second.Amplitude;
        Span<double> gram = stackalloc double[HermiteCoefficients.Length];
        if (sumAffected && PairGram.TrySum(first, second, product, clipped, domain, gram))
        {
            HermiteCoefficients.Transform(p1, gram, p2, amplitudes, block);
        }
        else
        {
            HermiteCoefficients.Gram(p1, p2, amplitudes * product.Integral * weight, block);
        }
    }
}
