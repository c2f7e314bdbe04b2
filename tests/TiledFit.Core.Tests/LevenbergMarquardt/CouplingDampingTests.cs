using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Tests.LinearSolvers;

namespace TiledFit.Core.Tests.LevenbergMarquardt;

public class CouplingDampingTests
{
    [Theory]
    [InlineData(6, 0.0)]
    [InlineData(6, 3.0)]
    [InlineData(3, 1.5)]
    public void EqualsTheDenseRowSums(int blockSize, double gamma)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Scattered(40, 2, 3), blockSize, 4);
        Matrix<double> dense = DenseReference.ToDense(matrix, new double[matrix.Order]);
        var actual = new double[matrix.Order];
        CouplingDamping.Compute(matrix, gamma, actual);
        for (int row = 0; row < matrix.Order; row++)
        {
            double expected = dense[row, row];
            for (int column = 0; column < matrix.Order; column++)
            {
                expected += column / blockSize == row / blockSize ? 0 : gamma * Math.Abs(dense[row, column]);
            }

            Assert.Equal(expected, actual[row], 1e-12 * expected);
        }
    }

    [Fact]
    public void AParameterThatNothingFeelsIsHeld()
    {
        var matrix = new BlockSymmetricMatrix(new BlockPattern([0, 0], [], [0], [0]), 2);
        matrix.Diagonal[0] = 4;
        var scaling = new double[2];
        CouplingDamping.Compute(matrix, 3, scaling);
        Assert.Equal([4.0, 1], scaling);
    }

    [Fact]
    public void TheQuadraticFormEqualsTheDenseOne()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Scattered(30, 2, 5), 6, 6);
        Matrix<double> dense = DenseReference.ToDense(matrix, new double[matrix.Order]);
        double[] v = Patterns.Vector(matrix.Order, 7);
        Vector<double> vector = Vector<double>.Build.Dense(v);
        double expected = vector * dense * vector;
        Assert.Equal(expected, QuadraticForm.Evaluate(matrix, v), 1e-11 * expected);
    }
}
