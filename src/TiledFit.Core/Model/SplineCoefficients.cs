namespace TiledFit.Core.Model;

/// <summary>
/// Coefficients of the cubic B-splines through the nodes of a grid, first along its rows, then down its columns: along
/// a line (c₋₁ + 4c₀ + c₁)/6 = v₀ and so on. The third derivative is zero on both end pieces, c₋₁ = 3c₀ − 3c₁ + c₂, from
/// which with the equations of the first two nodes c₀ − c₁ = v₀ − v₁: the system is tridiagonal. Two nodes give a line;
/// a single one counts as two.
/// </summary>
internal static class SplineCoefficients
{
    /// <summary>Coefficients in a row: one more on either side.</summary>
    public static int StrideOf(int columns) => Math.Max(2, columns) + 2;

    /// <summary>The coefficients, row by row: one more row at either end.</summary>
    public static double[] Of(double[] values, int columns, int rows)
    {
        int stride = StrideOf(columns), lines = StrideOf(rows);
        var coefficients = new double[stride * lines];
        var pivots = new double[Math.Max(stride, lines)];
        for (int row = 1; row < lines - 1; row++)
        {
            Span<double> line = coefficients.AsSpan(row * stride, stride);
            ReadOnlySpan<double> nodes = values.AsSpan(Math.Min(row, rows) * columns - columns, columns);
            nodes.CopyTo(line[1..]);
            line[^2] = nodes[^1];
            Solve(line, pivots);
        }

        var down = new double[lines];
        for (int column = 0; column < stride; column++)
        {
            for (int row = 1; row < lines - 1; row++)
            {
                down[row] = coefficients[row * stride + column];
            }

            Solve(down, pivots);
            for (int row = 0; row < lines; row++)
            {
                coefficients[row * stride + column] = down[row];
            }
        }

        return coefficients;
    }

    /// <summary>Turns n values at places 1 … n into n + 2 coefficients.</summary>
    private static void Solve(Span<double> line, double[] pivots)
    {
        int n = line.Length - 2;
        if (n > 2)
        {
            SolveTridiagonal(line[1..^1], pivots);
        }

        (line[0], line[n + 1]) = n == 2
            ? (2 * line[1] - line[2], 2 * line[2] - line[1])
            : (3 * (line[1] - line[2]) + line[3], 3 * (line[n] - line[n - 1]) + line[n - 2]);
    }

    // Elimination downwards: c[i] + pivots[i]·c[i + 1] = v[i]; then back.
    private static void SolveTridiagonal(Span<double> v, double[] pivots)
    {
        int last = v.Length - 1;
        double end = v[last] - v[last - 1];
        pivots[0] = -1;
        v[0] -= v[1];
        for (int i = 1; i < last; i++)
        {
            double pivot = 4 - pivots[i - 1];
            pivots[i] = 1 / pivot;
            v[i] = (6 * v[i] - v[i - 1]) / pivot;
        }

        v[last] = (end + v[last - 1]) / (1 + pivots[last - 1]);
        for (int i = last - 1; i >= 0; i--)
        {
            v[i] -= pivots[i] * v[i + 1];
        }
    }
}
