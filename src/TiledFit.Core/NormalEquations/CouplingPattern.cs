using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// Finds the pairs of components whose coupling in the normal matrix matters. For two components of one shape the
/// largest entry of the block, relative to the diagonals, is about (1 + Q/2)²·e^{−Q/2}: 7e-4 at the limit, less than the damping wherever couplings are many.
/// </summary>
internal static class CouplingPattern
{
    /// <summary>Pairs with Q beyond this are left out.</summary>
    public const double LargestQ = 25;

    private const double BoxRadius = 5;

    /// <summary>The pattern of a set of components; blocks are in the order of the components.</summary>
    public static BlockPattern Create(ReadOnlySpan<Gaussian> components)
    {
        int n = components.Length;
        var x = new double[n];
        var y = new double[n];
        for (int i = 0; i < n; i++)
        {
            (x[i], y[i]) = (components[i].X, components[i].Y);
        }

        var columns = new List<int>[n];
        for (int i = 0; i < n; i++)
        {
            columns[i] = [];
        }

        AddPairs(components, columns);
        var pointers = new int[n + 1];
        for (int i = 0; i < n; i++)
        {
            columns[i].Sort();
            pointers[i + 1] = pointers[i] + columns[i].Count;
        }

        var rows = new int[pointers[n]];
        for (int i = 0; i < n; i++)
        {
            columns[i].CopyTo(rows, pointers[i]);
        }

        return new BlockPattern(pointers, rows, x, y);
    }

    // Sweep along x: a pair is met while both boxes c ± 5·σ are open, and Q ≤ 25 implies that the boxes overlap.
    private static void AddPairs(ReadOnlySpan<Gaussian> components, List<int>[] columns)
    {
        int n = components.Length;
        var order = new int[n];
        var left = new double[n];
        for (int i = 0; i < n; i++)
        {
            order[i] = i;
            left[i] = components[i].X - BoxRadius * components[i].L11;
        }

        Array.Sort(left, order);
        var open = new List<int>();
        for (int k = 0; k < n; k++)
        {
            int j = order[k];
            int kept = 0;
            for (int m = 0; m < open.Count; m++)
            {
                int i = open[m];
                if (components[i].X + BoxRadius * components[i].L11 < left[k])
                {
                    continue;
                }

                open[kept++] = i;
                if (AreCoupled(components[i], components[j]))
                {
                    columns[Math.Min(i, j)].Add(Math.Max(i, j));
                }
            }

            open.RemoveRange(kept, open.Count - kept);
            open.Add(j);
        }
    }

    private static bool AreCoupled(in Gaussian first, in Gaussian second)
    {
        double dy = second.Y - first.Y, yy = first.CovarianceYY + second.CovarianceYY;
        if (dy * dy > LargestQ * yy)
        {
            return false;
        }

        // Q = dᵀ·V⁻¹·d with V = Σ_i + Σ_j.
        double dx = second.X - first.X;
        double xx = first.CovarianceXX + second.CovarianceXX, xy = first.CovarianceXY + second.CovarianceXY;
        return yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy <= LargestQ * (xx * yy - xy * xy);
    }
}
