using System.Runtime.CompilerServices;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// Finds the pairs of components whose coupling in the normal matrix matters. For two components of one shape the
/// largest entry of the block, relative to the diagonals, is about (1 + Q/2)²·e^{−Q/2}: 7e-4 at the limit, less than
/// the damping wherever couplings are many.
/// </summary>
internal static class CouplingPattern
{
    /// <summary>Pairs with Q beyond this are left out.</summary>
    public const double LargestQ = 25;

    private const double BoxRadius = 5;

    /// <summary>The pattern of a set of components; blocks are in the order of the components.</summary>
    /// <param name="components">The components.</param>
    /// <param name="largestQ">Pairs with Q beyond this are left out; at most <see cref="LargestQ"/>.</param>
    public static BlockPattern Create(ReadOnlySpan<Gaussian> components, double largestQ = LargestQ)
    {
        int n = components.Length;
        var x = new double[n];
        var y = new double[n];
        for (int i = 0; i < n; i++)
        {
            (x[i], y[i]) = (components[i].X, components[i].Y);
        }

        return FromPairs(FindPairs(components, largestQ), x, y);
    }

    // Compressed columns by two counting passes: pairs sorted by their row, then by their column.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static BlockPattern FromPairs(List<(int Row, int Column)> pairs, double[] x, double[] y)
    {
        int n = x.Length;
        var byRow = new int[n + 1];
        var pointers = new int[n + 1];
        foreach ((int row, int column) in pairs)
        {
            byRow[row + 1]++;
            pointers[column + 1]++;
        }

        for (int i = 0; i < n; i++)
        {
            byRow[i + 1] += byRow[i];
            pointers[i + 1] += pointers[i];
        }

        var sorted = new (int Row, int Column)[pairs.Count];
        foreach ((int Row, int Column) pair in pairs)
        {
            sorted[byRow[pair.Row]++] = pair;
        }

        int[] next = [.. pointers];
        var rows = new int[pairs.Count];
        foreach ((int row, int column) in sorted)
        {
            rows[next[column]++] = row;
        }

        return new BlockPattern(pointers, rows, x, y);
    }

    // Sweep along x: a pair is met while both boxes c ± 5·σ are open, and Q ≤ 25 implies that the boxes overlap.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static List<(int Row, int Column)> FindPairs(ReadOnlySpan<Gaussian> components, double largestQ)
    {
        var order = new int[components.Length];
        var left = new double[components.Length];
        var height = new double[components.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            left[i] = components[i].X - BoxRadius * components[i].L11;
            height[i] = BoxRadius * Math.Sqrt(components[i].CovarianceYY);
        }

        Array.Sort(left, order);
        var pairs = new List<(int Row, int Column)>(4 * order.Length);
        var open = new OpenBox[order.Length];
        int count = 0;
        for (int k = 0; k < order.Length; k++)
        {
            int j = order[k];
            Gaussian g = components[j];
            double top = g.Y - height[j], bottom = g.Y + height[j];
            int kept = 0;
            for (int m = 0; m < count; m++)
            {
                OpenBox box = open[m];
                if (box.Right < left[k])
                {
                    continue;
                }

                open[kept++] = box;
                if (box.Bottom >= top && box.Top <= bottom && AreCoupled(components[box.Component], g, largestQ))
                {
                    pairs.Add((Math.Max(box.Component, j), Math.Min(box.Component, j)));
                }
            }

            open[kept] = new OpenBox(j, g.X + BoxRadius * g.L11, top, bottom);
            count = kept + 1;
        }

        return pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreCoupled(in Gaussian first, in Gaussian second, double largestQ)
    {
        double dy = second.Y - first.Y, yy = first.CovarianceYY + second.CovarianceYY;
        if (dy * dy > largestQ * yy)
        {
            return false;
        }

        // Q = dᵀ·V⁻¹·d with V = Σ_i + Σ_j.
        double dx = second.X - first.X;
        double xx = first.CovarianceXX + second.CovarianceXX, xy = first.CovarianceXY + second.CovarianceXY;
        return yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy <= largestQ * (xx * yy - xy * xy);
    }

    private readonly record struct OpenBox(int Component, double Right, double Top, double Bottom);
}
