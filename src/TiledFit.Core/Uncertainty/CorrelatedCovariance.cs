using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.Uncertainty;

/// <summary>
/// The covariance of an unweighted fit in correlated noise, Z·M·Z with Z = H⁻¹ and M the covariance of the gradient
/// (White 1980; Condon 1997, §3), block by block: Σ_jk Z_ij·M_jk·Z_ki over i and what couples to it.
/// </summary>
internal sealed class CorrelatedCovariance
{
    private const int N = Gaussian.ParameterCount, Size = N * N;

    private readonly Gaussian[] _shapes;
    private readonly double[] _seen;
    private readonly BlockSymmetricMatrix _inverse;
    private readonly AdjacencyGraph _graph;
    private readonly BeamNoise _noise;

    /// <summary>That of some components.</summary>
    /// <param name="shapes">The components, one a block.</param>
    /// <param name="matrix">H.</param>
    /// <param name="inverse">Z on the pattern of H.</param>
    /// <param name="graph">The pattern of H.</param>
    /// <param name="noise">The noise.</param>
    public CorrelatedCovariance(
        Gaussian[] shapes, BlockSymmetricMatrix matrix, BlockSymmetricMatrix inverse, AdjacencyGraph graph,
        BeamNoise noise)
    {
        _shapes = shapes;
        _inverse = inverse;
        _graph = graph;
        _noise = noise;

        // M is an integral over the plane: what an edge leaves of a component's Σ g² is what it leaves of its M.
        _seen = [.. shapes.Select((g, i) => Math.Sqrt(Math.Min(1, g.Amplitude == 0 ? 0
            : matrix.Diagonal[i * Size] / (Math.PI * g.Amplitude * g.Amplitude * g.SqrtDeterminant))))];
    }

    /// <summary>One diagonal block.</summary>
    /// <param name="i">The component.</param>
    /// <param name="covariance">Receives it, 6 × 6.</param>
    /// <returns>Its share of tr(Z·M), what the fit takes from Σ r²/σ².</returns>
    public double Compute(int i, Span<double> covariance)
    {
        int[] near = [i, .. _graph.Neighbors(i)];
        double[][] z = [Own(i), .. Coupled(i)];
        covariance.Clear();
        double freedom = 0;
        Span<double> block = stackalloc double[Size], sum = stackalloc double[Size];
        Span<double> transposed = stackalloc double[Size];
        for (int j = 0; j < near.Length; j++)
        {
            sum.Clear();
            for (int k = 0; k < near.Length; k++)
            {
                if (TryCorrelate(near[j], near[k], block))
                {
                    SmallMatrix.Transpose(z[k], transposed);
                    SmallMatrix.AddProduct(block, transposed, sum);
                    freedom += k == 0 ? SmallMatrix.TraceOfProduct(z[j], block) : 0;
                }
            }

            SmallMatrix.AddProduct(z[j], sum, covariance);
        }

        return freedom;
    }

    private bool TryCorrelate(int j, int k, Span<double> block)
    {
        if (!_noise.TryCorrelate(_shapes[j], _shapes[k], block))
        {
            return false;
        }

        double seen = _seen[j] * _seen[k];
        foreach (ref double value in block)
        {
            value *= seen;
        }

        return true;
    }

    private double[] Own(int i) => _inverse.Diagonal.AsSpan(i * Size, Size).ToArray();

    // Z_ij for the neighbours j; the matrix keeps the blocks with the greater row.
    private List<double[]> Coupled(int i)
    {
        ReadOnlySpan<int> neighbours = _graph.Neighbors(i), entries = _graph.Entries(i);
        var blocks = new List<double[]>();
        for (int k = 0; k < neighbours.Length; k++)
        {
            double[] block = _inverse.Lower.AsSpan(entries[k] * Size, Size).ToArray();
            if (neighbours[k] > i)
            {
                double[] stored = [.. block];
                SmallMatrix.Transpose(stored, block);
            }

            blocks.Add(block);
        }

        return blocks;
    }
}
