using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

/// <summary>Block patterns and matrices to solve with.</summary>
internal static class Patterns
{
    /// <summary>n blocks without couplings.</summary>
    public static BlockPattern Diagonal(int n) => Build(n, (_, _) => false, i => i, _ => 0);

    /// <summary>Each block coupled to the next.</summary>
    public static BlockPattern Chain(int n) => Build(n, (i, j) => i == j + 1, i => i, _ => 0);

    /// <summary>Every block coupled to every other.</summary>
    public static BlockPattern Dense(int n) => Build(n, (_, _) => true, i => i % 3, i => i / 3);

    /// <summary>Two grids out of each other's reach.</summary>
    public static BlockPattern Disconnected(int width, int height) =>
        Near(2 * width * height, 1.1, i => (i % width) + (100 * (i / (width * height))), i => i / width % height);

    /// <summary>A rectangular grid, numbered by rows, each block coupled within <paramref name="radius"/>.</summary>
    public static BlockPattern Grid(int width, int height, double radius = 1.1) =>
        Near(width * height, radius, i => i % width, i => i / width);

    /// <summary>A hexagonal grid of unit spacing.</summary>
    public static BlockPattern Hexagonal(int width, int height, double radius) =>
        Near(width * height, radius, i => (i % width) + (0.5 * (i / width % 2)), i => i / width * Math.Sqrt(0.75));

    /// <summary>Blocks scattered over a square of side √n, so that π·radius² are in reach of each.</summary>
    public static BlockPattern Scattered(int n, double radius, int seed)
    {
        var random = new Random(seed);
        double side = Math.Sqrt(n);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => side * random.NextDouble())];
        double[] y = [.. Enumerable.Range(0, n).Select(_ => side * random.NextDouble())];
        return Near(n, radius, i => x[i], i => y[i]);
    }

    /// <summary>
    /// Random blocks made positive definite by rows: each diagonal element exceeds the row's other elements by
    /// <paramref name="margin"/>.
    /// </summary>
    public static BlockSymmetricMatrix Fill(BlockPattern pattern, int b, int seed, double margin = 1)
    {
        var random = new Random(seed);
        var matrix = new BlockSymmetricMatrix(pattern, b);
        double[] rowSums = new double[matrix.Order];
        for (int column = 0; column < pattern.BlockCount; column++)
        {
            for (int k = pattern.ColumnPointers[column]; k < pattern.ColumnPointers[column + 1]; k++)
            {
                for (int e = 0; e < b * b; e++)
                {
                    double value = random.NextDouble() - 0.5;
                    matrix.Lower[(k * b * b) + e] = value;
                    rowSums[(pattern.RowIndices[k] * b) + (e / b)] += Math.Abs(value);
                    rowSums[(column * b) + (e % b)] += Math.Abs(value);
                }
            }
        }

        FillDiagonal(matrix, random, rowSums, margin);
        return matrix;
    }

    /// <summary>A vector of uniform numbers in [−1, 1).</summary>
    public static double[] Vector(int n, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    private static void FillDiagonal(BlockSymmetricMatrix matrix, Random random, double[] rowSums, double margin)
    {
        int b = matrix.BlockSize;
        for (int i = 0; i < matrix.Pattern.BlockCount; i++)
        {
            Span<double> block = matrix.Diagonal.AsSpan(i * b * b, b * b);
            for (int row = 0; row < b; row++)
            {
                for (int column = 0; column < row; column++)
                {
                    double value = random.NextDouble() - 0.5;
                    (block[(row * b) + column], block[(column * b) + row]) = (value, value);
                    rowSums[(i * b) + row] += Math.Abs(value);
                    rowSums[(i * b) + column] += Math.Abs(value);
                }
            }

            for (int row = 0; row < b; row++)
            {
                block[(row * b) + row] = rowSums[(i * b) + row] + margin;
            }
        }
    }

    private static BlockPattern Near(int n, double radius, Func<int, double> x, Func<int, double> y) =>
        Build(n, (i, j) => Square(x(i) - x(j)) + Square(y(i) - y(j)) <= radius * radius, x, y);

    private static double Square(double v) => v * v;

    private static BlockPattern Build(int n, Func<int, int, bool> coupled, Func<int, double> x, Func<int, double> y)
    {
        int[] pointers = new int[n + 1];
        var rows = new List<int>();
        for (int column = 0; column < n; column++)
        {
            rows.AddRange(Enumerable.Range(column + 1, n - column - 1).Where(row => coupled(row, column)));
            pointers[column + 1] = rows.Count;
        }

        double[] xs = [.. Enumerable.Range(0, n).Select(x)];
        double[] ys = [.. Enumerable.Range(0, n).Select(y)];
        return new BlockPattern(pointers, [.. rows], xs, ys);
    }
}
