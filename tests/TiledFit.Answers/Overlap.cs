using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;

namespace TiledFit.Answers;

/// <summary>How closely components lie.</summary>
/// <param name="Couplings">Others for which a component has a block in the normal matrix, on average: Q ≤ 25.</param>
/// <param name="Blended">Share of the components for which another has ρ = ∫g_i·g_j / √(∫g_i²·∫g_j²) ≥ ½.</param>
internal readonly record struct Overlap(double Couplings, double Blended)
{
    private const double LeastOverlap = 0.5;

    public static Overlap Of(IReadOnlyList<Gaussian> components)
    {
        Gaussian[] all = [.. components];
        BlockPattern pattern = CouplingPattern.Create(all);
        var blended = new bool[all.Length];
        for (int j = 0; j < all.Length; j++)
        {
            foreach (int i in pattern.RowIndices[pattern.ColumnPointers[j]..pattern.ColumnPointers[j + 1]])
            {
                bool isBlend = GaussianProduct.Overlap(all[i], all[j]) >= LeastOverlap;
                blended[i] |= isBlend;
                blended[j] |= isBlend;
            }
        }

        return new Overlap(2.0 * pattern.LowerCount / all.Length, blended.Count(b => b) / (double)all.Length);
    }
}
