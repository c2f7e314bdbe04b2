using TiledFit.Core.Model;

namespace TiledFit.Core.Statistics;

/// <summary>
/// Makes a mesh of its cells: those that are not known become the mean of the known ones around them, layer by layer,
/// and so does a noise of 0, as where a frame was filled up with a number, unless there is none at all;
/// levels that stand out from a quadratic through those around them become its value, and the noise the median of
/// 3 × 3. A cell's
/// level is a mean, above that of its node where the sky is curved upwards.
/// </summary>
internal static class MeshAssembly
{
    // A level stands out by more than so many scaled median absolute deviations, and of its own errors, of some 2σ/√n
    // each, from a quadratic through those around it: the sky is curved.
    private const double MostDeviations = 4, ErrorOfMode = 2;

    // At an edge the quadratic goes beyond what it was fitted to, by which a curved sky differs as much.
    private const double MostOfRange = 1;

    /// <summary>The mesh.</summary>
    /// <param name="grid">Where its nodes are.</param>
    /// <param name="parts">All cells, each in one part; their order plays no role.</param>
    /// <exception cref="InputException">No cell has enough pixels with data.</exception>
    public static BackgroundMesh Of(MeshGrid grid, IEnumerable<MeshPart> parts)
    {
        var levels = new double[grid.Count];
        var noise = new double[grid.Count];
        foreach (MeshPart part in parts)
        {
            for (int k = 0; k < part.Levels.Count; k++)
            {
                int column = part.Cells.X + k % part.Cells.Width, row = part.Cells.Y + k / part.Cells.Width;
                levels[row * grid.Columns + column] = part.Levels[k];
                noise[row * grid.Columns + column] = part.Noise[k];
            }
        }

        if (levels.All(double.IsNaN))
        {
            throw new InputException(
                $"--background mesh: no cell of {grid.Size} px has data in a quarter of its pixels; take "
                + "another --background");
        }

        bool hasNoise = noise.Any(sigma => sigma > 0);
        Fill(grid, levels, double.IsNaN);
        Fill(grid, noise, hasNoise ? sigma => !(sigma > 0) : double.IsNaN);
        return new BackgroundMesh(
            grid, AtNodes(grid, Filtered(grid, levels, noise)), Medians(grid, noise));
    }

    private static void Fill(MeshGrid grid, double[] values, Func<double, bool> isMissing)
    {
        for (int node = 0; node < values.Length; node++)
        {
            values[node] = isMissing(values[node]) ? double.NaN : values[node];
        }

        // Nodes may be filled from those that were known before their layer alone; the next layer is beside it.
        bool[] isQueued = new bool[values.Length];
        List<int> layer = [.. Enumerable.Range(0, values.Length).Where(node => double.IsNaN(values[node]))];
        while (layer.Count > 0)
        {
            (int Node, double Value)[] known =
            [
                .. layer.Select(node => (node, Mean(grid, node, values))).Where(filled => !double.IsNaN(filled.Item2)),
            ];
            foreach ((int node, double value) in known)
            {
                values[node] = value;
            }

            layer = [];
            foreach ((int node, _) in known)
            {
                foreach (int other in Around(grid, node).Where(other => double.IsNaN(values[other])))
                {
                    if (!isQueued[other])
                    {
                        isQueued[other] = true;
                        layer.Add(other);
                    }
                }
            }
        }
    }

    // Of the known ones around a node; NaN where there is none.
    private static double Mean(MeshGrid grid, int node, double[] values)
    {
        double sum = 0;
        int count = 0;
        foreach (int other in Around(grid, node).Where(other => !double.IsNaN(values[other])))
        {
            sum += values[other];
            count++;
        }

        return sum / count;
    }

    private static IEnumerable<int> Around(MeshGrid grid, int node)
    {
        int column = node % grid.Columns, row = node / grid.Columns;
        for (int y = Math.Max(0, row - 1); y <= Math.Min(grid.Rows - 1, row + 1); y++)
        {
            for (int x = Math.Max(0, column - 1); x <= Math.Min(grid.Columns - 1, column + 1); x++)
            {
                if (y != row || x != column)
                {
                    yield return y * grid.Columns + x;
                }
            }
        }
    }

    private static double[] Filtered(MeshGrid grid, double[] levels, double[] noise)
    {
        var filtered = new double[levels.Length];
        for (int node = 0; node < levels.Length; node++)
        {
            (int row, int column) = int.DivRem(node, grid.Columns);
            (double expected, double scale, double range) = LocalQuadratic.At(levels, grid.Columns, column, row);
            double limit = MostDeviations * Math.Max(scale, ErrorOfMode * noise[node] / grid.Size);
            bool isEdge = column == 0 || row == 0 || column == grid.Columns - 1 || row == grid.Rows - 1;
            limit = isEdge ? Math.Max(limit, MostOfRange * range) : limit;
            filtered[node] = Math.Abs(levels[node] - expected) > limit ? expected : levels[node];
        }

        return filtered;
    }

    // The mean over a cell of side h is f + h²·(∂²f/∂x² + ∂²f/∂y²)/24 + O(h⁴), and h²·∂²f the second difference.
    private static double[] AtNodes(MeshGrid grid, double[] means)
    {
        var levels = new double[means.Length];
        for (int node = 0; node < levels.Length; node++)
        {
            (int row, int column) = int.DivRem(node, grid.Columns);
            levels[node] = means[node] - (Curvature(means, node, column, grid.Columns, 1)
                + Curvature(means, node, row, grid.Rows, grid.Columns)) / 24;
        }

        return levels;
    }

    // The second difference along a line of nodes, at its ends that of the node beside.
    private static double Curvature(double[] levels, int node, int place, int count, int stride)
    {
        if (count < 3)
        {
            return 0;
        }

        int middle = node + (Math.Clamp(place, 1, count - 2) - place) * stride;
        return levels[middle - stride] - 2 * levels[middle] + levels[middle + stride];
    }

    private static double[] Medians(MeshGrid grid, double[] noise)
    {
        var medians = new double[noise.Length];
        var values = new List<double>();
        for (int node = 0; node < noise.Length; node++)
        {
            values.Clear();
            values.Add(noise[node]);
            values.AddRange(Around(grid, node).Select(other => noise[other]));
            medians[node] = RobustScale.Median(values);
        }

        return medians;
    }
}
