using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

/// <summary>The same systems by dense linear algebra.</summary>
internal static class DenseReference
{
    /// <summary>H + diag(shift) as a dense matrix.</summary>
    public static Matrix<double> ToDense(BlockSymmetricMatrix matrix, double[] shift)
    {
        int b = matrix.BlockSize;
        Matrix<double> dense = Matrix<double>.Build.Dense(matrix.Order, matrix.Order);
        for (int column = 0; column < matrix.Pattern.BlockCount; column++)
        {
            Put(column, column, matrix.Diagonal.AsSpan(column * b * b, b * b));
            for (int k = matrix.Pattern.ColumnPointers[column]; k < matrix.Pattern.ColumnPointers[column + 1]; k++)
            {
                Put(matrix.Pattern.RowIndices[k], column, matrix.Lower.AsSpan(k * b * b, b * b));
            }
        }

        return dense + Matrix<double>.Build.DenseOfDiagonalArray(shift);

        void Put(int row, int column, ReadOnlySpan<double> block)
        {
            for (int e = 0; e < b * b; e++)
            {
                int i = (row * b) + (e / b), j = (column * b) + (e % b);
                (dense[i, j], dense[j, i]) = (block[e], block[e]);
            }
        }
    }

    /// <summary>The solution by MathNet's dense Cholesky factorisation.</summary>
    public static double[] Solve(BlockSymmetricMatrix matrix, double[] shift, double[] rightHandSide) =>
        ToDense(matrix, shift).Cholesky().Solve(Vector<double>.Build.Dense(rightHandSide)).ToArray();

    /// <summary>‖a − b‖ / ‖b‖.</summary>
    public static double Distance(double[] a, double[] b) =>
        Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum() / b.Sum(y => y * y));
}
