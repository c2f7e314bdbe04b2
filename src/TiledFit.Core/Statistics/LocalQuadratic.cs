namespace TiledFit.Core.Statistics;

/// <summary>
/// A quadratic through the 5 × 5 nodes around a node, by least squares with bisquare weights in the residuals' scale
/// (Cleveland 1979), so that some that stand out do not move it. At the edges of a grid the nodes lie to one side.
/// </summary>
internal static class LocalQuadratic
{
    private const int Side = 5, MostTerms = 6, Rounds = 5;

    private const double BisquareCut = 6;

    // Of the largest pivot: what is less says that the nodes do not tell a term.
    private const double LeastPivot = 1e-12;

    /// <summary>The quadratic's value at a node, the scale of the residuals, and the range of the other values.
    /// </summary>
    /// <param name="values">Row by row.</param>
    /// <param name="columns">Nodes in a row.</param>
    /// <param name="column">The node's.</param>
    /// <param name="row">The node's.</param>
    public static (double Value, double Scale, double Range) At(ReadOnlySpan<double> values, int columns, int column, int row)
    {
        int rows = values.Length / columns, width = Math.Min(Side, columns), height = Math.Min(Side, rows);
        int left = Math.Clamp(column - Side / 2, 0, columns - width);
        int top = Math.Clamp(row - Side / 2, 0, rows - height);
        int count = width * height;
        Span<double> residuals = stackalloc double[count], scratch = stackalloc double[count];
        Span<double> weights = stackalloc double[count], beta = stackalloc double[MostTerms];
        Span<double> basis = stackalloc double[MostTerms];
        weights.Fill(1);
        double scale = 0, least = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int k = 0; k < count; k++)
        {
            (int x, int y) = (left + k % width, top + k / width);
            if (x != column || y != row)
            {
                least = Math.Min(least, values[y * columns + x]);
                largest = Math.Max(largest, values[y * columns + x]);
            }
        }

        for (int round = 0; round < Rounds; round++)
        {
            Fit(values, columns, (left, top, width), (column, row), weights, beta);
            for (int k = 0; k < count; k++)
            {
                (int x, int y) = (left + k % width, top + k / width);
                Basis(x - column, y - row, width, height, basis);
                residuals[k] = values[y * columns + x] - Dot(beta, basis);
            }

            residuals.CopyTo(scratch);
            scale = RobustScale.Deviation(scratch, 0);
            for (int k = 0; k < count; k++)
            {
                double u = scale > 0 ? residuals[k] / (BisquareCut * scale) : 0;
                weights[k] = Math.Abs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0;
            }
        }

        return (beta[0], scale, largest - least);
    }

    // 1, ξ, υ, ξ², ξυ, υ², as far as so many nodes along a side can tell them.
    private static void Basis(double x, double y, int width, int height, Span<double> basis)
    {
        basis[0] = 1;
        basis[1] = width > 1 ? x : 0;
        basis[2] = height > 1 ? y : 0;
        basis[3] = width > 3 ? x * x : 0;
        basis[4] = width > 2 && height > 2 ? x * y : 0;
        basis[5] = height > 3 ? y * y : 0;
    }

    private static void Fit(
        ReadOnlySpan<double> values, int columns, (int Left, int Top, int Width) window, (int Column, int Row) node,
        ReadOnlySpan<double> weights, Span<double> beta)
    {
        Span<double> matrix = stackalloc double[MostTerms * MostTerms], basis = stackalloc double[MostTerms];
        matrix.Clear();
        beta.Clear();
        int height = weights.Length / window.Width;
        for (int k = 0; k < weights.Length; k++)
        {
            (int x, int y) = (window.Left + k % window.Width, window.Top + k / window.Width);
            Basis(x - node.Column, y - node.Row, window.Width, height, basis);
            for (int a = 0; a < MostTerms; a++)
            {
                beta[a] += weights[k] * basis[a] * values[y * columns + x];
                for (int b = 0; b < MostTerms; b++)
                {
                    matrix[MostTerms * a + b] += weights[k] * basis[a] * basis[b];
                }
            }
        }

        Solve(matrix, beta);
    }

    // Gauss–Jordan without exchanges, as the matrix is positive semidefinite; a term that is not told stays 0.
    private static void Solve(Span<double> matrix, Span<double> x)
    {
        double largest = 0;
        for (int i = 0; i < MostTerms; i++)
        {
            largest = Math.Max(largest, matrix[(MostTerms + 1) * i]);
        }

        for (int i = 0; i < MostTerms; i++)
        {
            double pivot = matrix[(MostTerms + 1) * i];
            if (pivot <= LeastPivot * largest)
            {
                x[i] = 0;
                continue;
            }

            for (int j = 0; j < MostTerms; j++)
            {
                double factor = matrix[MostTerms * j + i] / pivot;
                if (j == i || factor == 0)
                {
                    continue;
                }

                for (int k = i; k < MostTerms; k++)
                {
                    matrix[MostTerms * j + k] -= factor * matrix[MostTerms * i + k];
                }

                x[j] -= factor * x[i];
            }
        }

        for (int i = 0; i < MostTerms; i++)
        {
            double pivot = matrix[(MostTerms + 1) * i];
            x[i] = pivot > LeastPivot * largest ? x[i] / pivot : 0;
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < MostTerms; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
