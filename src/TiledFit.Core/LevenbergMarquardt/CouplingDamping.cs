using System.Runtime.CompilerServices;
using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>
/// The scaling matrix D of the damping λ·D. Overlapping components have soft joint directions, which diag H alone lets
/// run away; each parameter is therefore damped by what couples to it:
/// D_(i,a) = H_ii[a,a] + γ·Σ_{j≠i} Σ_b |H_ij[a,b]|. It is scale-free, and an isolated component moves freely.
/// </summary>
public static class CouplingDamping
{
    /// <summary>γ.</summary>
    public const double DefaultGamma = 3;

    /// <summary>Writes D, length <c>matrix.Order</c>.</summary>
    public static void Compute(BlockSymmetricMatrix matrix, double gamma, Span<double> scaling)
    {
        int b = matrix.BlockSize;
        BlockPattern pattern = matrix.Pattern;
        scaling[..matrix.Order].Clear();
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            Span<double> own = scaling.Slice(j * b, b);
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                AddRowSums(matrix.Lower.AsSpan(k * b * b, b * b), scaling.Slice(pattern.RowIndices[k] * b, b), own);
            }
        }

        for (int k = 0; k < matrix.Order; k++)
        {
            ref double d = ref scaling[k];
            d = matrix.DiagonalAt(k) + gamma * d;

            // No pixel feels this parameter: any positive scale holds it where it is.
            d = d > 0 ? d : 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRowSums(ReadOnlySpan<double> block, Span<double> rows, Span<double> columns)
    {
        int b = rows.Length;
        for (int r = 0; r < b; r++)
        {
            double sum = 0;
            for (int c = 0; c < b; c++)
            {
                double value = Math.Abs(block[r * b + c]);
                sum += value;
                columns[c] += value;
            }

            rows[r] += sum;
        }
    }
}
