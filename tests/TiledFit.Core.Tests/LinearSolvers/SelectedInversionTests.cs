using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LinearSolvers;

public class SelectedInversionTests
{
    [Theory]
    [MemberData(nameof(PatternCases.WithBlockSizes), MemberType = typeof(PatternCases))]
    public void BlocksAreThoseOfTheDenseInverse(string name, int blockSize)
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(PatternCases.Create(name), blockSize, 3, 0.01);
        double[] shift = [.. Patterns.Vector(matrix.Order, 4).Select(Math.Abs)];
        AssertIsInverse(matrix, shift);
    }

    [Fact]
    public void FrontsWiderThanOneBlockOfColumnsAreRight()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Dense(60), 6, 3, 0.01);
        AssertIsInverse(matrix, new double[matrix.Order]);
    }

    [Fact]
    public void SecondInversionRepeatsTheBits()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Scattered(200, 2, 1), 6, 3);
        var first = new BlockSymmetricMatrix(matrix.Pattern, 6);
        var second = new BlockSymmetricMatrix(matrix.Pattern, 6);
        var inversion = new SelectedInversion();
        Assert.True(inversion.TryInvert(matrix, new double[matrix.Order], first));
        Assert.True(inversion.TryInvert(matrix, [.. new double[matrix.Order].Select(_ => 1.0)], second));
        Assert.True(inversion.TryInvert(matrix, new double[matrix.Order], second));
        Assert.Equal(first.Diagonal, second.Diagonal);
        Assert.Equal(first.Lower, second.Lower);
    }

    [Fact]
    public void IndefiniteMatrixIsRefused()
    {
        BlockSymmetricMatrix matrix = Patterns.Fill(Patterns.Grid(9, 8), 6, 3);
        double[] shift = new double[matrix.Order];
        Array.Fill(shift, -1e6);
        Assert.False(new SelectedInversion().TryInvert(
            matrix, shift, new BlockSymmetricMatrix(matrix.Pattern, 6)));
    }

    private static void AssertIsInverse(BlockSymmetricMatrix matrix, double[] shift)
    {
        var inverse = new BlockSymmetricMatrix(matrix.Pattern, matrix.BlockSize);
        Assert.True(new SelectedInversion().TryInvert(matrix, shift, inverse));
        Matrix<double> expected = DenseReference.ToDense(matrix, shift).Inverse();
        Matrix<double> actual = DenseReference.ToDense(inverse, new double[matrix.Order]);
        double largest = Enumerable.Range(0, matrix.Order).Max(k => expected[k, k]);
        int b = matrix.BlockSize;
        for (int row = 0; row < matrix.Order; row++)
        {
            for (int column = 0; column < matrix.Order; column++)
            {
                if (actual[row, column] != 0 || row / b == column / b)
                {
                    Assert.Equal(expected[row, column], actual[row, column], 1e-11 * largest);
                }
            }
        }

        // Every block of the pattern was filled.
        int blocks = matrix.Pattern.BlockCount + 2 * matrix.Pattern.LowerCount;
        Assert.Equal(blocks * b * b, actual.Enumerate().Count(value => value != 0));
    }
}
