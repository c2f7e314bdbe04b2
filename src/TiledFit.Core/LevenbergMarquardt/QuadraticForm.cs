using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>δᵀ·H·δ and H·δ of a block-sparse symmetric matrix.</summary>
internal static class QuadraticForm
{
    public static double Evaluate(BlockSymmetricMatrix matrix, ReadOnlySpan<double> vector)
    {
        int b = matrix.BlockSize;
        BlockPattern pattern = matrix.Pattern;
        double diagonal = 0, lower = 0;
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            ReadOnlySpan<double> right = vector.Slice(j * b, b);
            diagonal += Bilinear(matrix.Diagonal.AsSpan(j * b * b, b * b), right, right);
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                lower += Bilinear(
                    matrix.Lower.AsSpan(k * b * b, b * b), vector.Slice(pattern.RowIndices[k] * b, b), right);
            }
        }

        return diagonal + 2 * lower;
    }

    /// <summary>H·δ.</summary>
    public static void Multiply(BlockSymmetricMatrix matrix, ReadOnlySpan<double> vector, Span<double> product)
    {
        int b = matrix.BlockSize;
        BlockPattern pattern = matrix.Pattern;
        product.Clear();
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            AddProduct(matrix.Diagonal.AsSpan(j * b * b, b * b), vector.Slice(j * b, b), product.Slice(j * b, b));
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                int row = pattern.RowIndices[k];
                ReadOnlySpan<double> block = matrix.Lower.AsSpan(k * b * b, b * b);
                AddProduct(block, vector.Slice(j * b, b), product.Slice(row * b, b));
                AddTransposed(block, vector.Slice(row * b, b), product.Slice(j * b, b));
            }
        }
    }

    private static void AddProduct(ReadOnlySpan<double> block, ReadOnlySpan<double> vector, Span<double> product)
    {
        for (int k = 0; k < block.Length; k++)
        {
            product[k / vector.Length] += block[k] * vector[k % vector.Length];
        }
    }

    private static void AddTransposed(ReadOnlySpan<double> block, ReadOnlySpan<double> vector, Span<double> product)
    {
        for (int k = 0; k < block.Length; k++)
        {
            product[k % vector.Length] += block[k] * vector[k / vector.Length];
        }
    }

    private static double Bilinear(ReadOnlySpan<double> block, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int r = 0; r < left.Length; r++)
        {
            double row = 0;
            for (int c = 0; c < right.Length; c++)
            {
                row += block[r * right.Length + c] * right[c];
            }

            sum += left[r] * row;
        }

        return sum;
    }
}
