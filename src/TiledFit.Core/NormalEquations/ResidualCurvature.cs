using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.Seeding;

namespace TiledFit.Core.NormalEquations;

/// <summary>
/// What Gauss–Newton leaves out of the Hessian, ½∇²E = H − S with S = Σ r·∂²f (Dennis, Gay and Welsch 1981). No two
/// components mix in it: with ln f = ln a + α − ½‖u(δ)‖²,
/// <code>
/// S_ab = a·Σ r·g·(φ_a·φ_b − Q_ab),     Q = ½·∂²‖u(δ)‖²/∂δ² at δ = 0,
/// </code>
/// from the sums of r·g·u1ⁱ·u2ʲ up to i + j = 4. The entries of Q other than zero are (d1,d1) = (d2,d2) = 1, (d1,e11) =
/// 2·u1, (d1,e21) = u2, (d2,e21) = u1, (d2,e22) = 2·u2, (e11,e11) = 2·u1², (e11,e21) = u1·u2, (e21,e21) = u1²,
/// (e21,e22) = 2·u1·u2 and (e22,e22) = 2·u2².
/// </summary>
internal static class ResidualCurvature
{
    // Exponents of u1 and u2 up to 4.
    private const int N = Gaussian.ParameterCount, Orders = 5;

    private static ReadOnlySpan<int> FirstExponents => [0, 1, 0, 2, 1, 0];

    private static ReadOnlySpan<int> SecondExponents => [0, 0, 1, 0, 1, 2];

    /// <summary>H ← H − S.</summary>
    /// <param name="components">One a block.</param>
    /// <param name="residual">w·r, zero where there is no data; it stands for r in the sums.</param>
    /// <param name="matrix">H.</param>
    /// <param name="cancellation">Looked at before each component.</param>
    public static void Subtract(
        ReadOnlySpan<Gaussian> components, PixelPlane residual, BlockSymmetricMatrix matrix,
        CancellationToken cancellation = default)
    {
        Span<double> moments = stackalloc double[Orders * Orders];
        for (int i = 0; i < components.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Sum(components[i], residual, moments);
            Subtract(components[i].Amplitude, moments, matrix.Diagonal.AsSpan(i * N * N, N * N));
        }
    }

    private static void Subtract(double amplitude, ReadOnlySpan<double> moments, Span<double> block)
    {
        for (int a = 0; a < N; a++)
        {
            for (int b = 0; b < N; b++)
            {
                int first = FirstExponents[a] + FirstExponents[b], second = SecondExponents[a] + SecondExponents[b];
                double bend = Bend(Math.Min(a, b), Math.Max(a, b), moments);
                block[a * N + b] -= amplitude * (moments[first * Orders + second] - bend);
            }
        }
    }

    // Σ r·g·Q_ab.
    private static double Bend(int a, int b, ReadOnlySpan<double> moments) => (a, b) switch
    {
        (1, 1) or (2, 2) => moments[0],
        (1, 3) => 2 * moments[Orders],
        (1, 4) => moments[1],
        (2, 4) => moments[Orders],
        (2, 5) => 2 * moments[1],
        (3, 3) => 2 * moments[2 * Orders],
        (3, 4) => moments[Orders + 1],
        (4, 4) => moments[2 * Orders],
        (4, 5) => 2 * moments[Orders + 1],
        (5, 5) => 2 * moments[2],
        _ => 0,
    };

    // Σ r·g·u1ⁱ·u2ʲ at 5i + j. Within a row u2 = v + w·u1, so that the row's Σ r·g·u1ᵏ carry them all.
    private static void Sum(in Gaussian shape, PixelPlane residual, Span<double> moments)
    {
        moments.Clear();
        Span<double> sums = stackalloc double[Orders];
        double w = -shape.L21 / shape.L22;
        var rows = new TemplateRows(shape, residual.Bounds);
        while (rows.MoveNext())
        {
            int row = rows.Offset / residual.Bounds.Width, column = rows.Offset % residual.Bounds.Width;
            double u1 = (residual.Bounds.X + column - shape.X) / shape.L11;
            double v = (residual.Bounds.Y + row - shape.Y) / shape.L22;
            SumRow(residual.RowSpan(row).Slice(column, rows.Length), rows, u1, 1 / shape.L11, sums);
            for (int j = 0; j < Orders; j++)
            {
                for (int i = 0; i < Orders - j; i++)
                {
                    moments[i * Orders + j] += sums[i];
                }

                for (int i = 0; i < Orders - 1 - j; i++)
                {
                    sums[i] = v * sums[i] + w * sums[i + 1];
                }
            }
        }
    }

    private static void SumRow(
        ReadOnlySpan<double> residual, in TemplateRows row, double u, double step, Span<double> sums)
    {
        double g = row.Value, ratio = row.Ratio, ratioStep = row.RatioStep;
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0, sum4 = 0;
        foreach (double r in residual)
        {
            double term = r * g, square = u * u;
            sum0 += term;
            sum1 += term * u;
            sum2 += term * square;
            sum3 += term * (square * u);
            sum4 += term * (square * square);
            u += step;
            g *= ratio;
            ratio *= ratioStep;
        }

        (sums[0], sums[1], sums[2], sums[3], sums[4]) = (sum0, sum1, sum2, sum3, sum4);
    }
}
