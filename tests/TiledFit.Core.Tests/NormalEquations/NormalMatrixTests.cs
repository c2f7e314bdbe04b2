using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Tests.Kernels;
using TiledFit.Core.Tests.LinearSolvers;

namespace TiledFit.Core.Tests.NormalEquations;

public class NormalMatrixTests
{
    private const int N = Gaussian.ParameterCount;

    /// <summary>Closed form against sums over uncut pixels, relative to √(H_ii,aa·H_jj,bb).</summary>
    [Theory]
    [InlineData(1.0, 1e-2)]
    [InlineData(1.25, 2e-4)]
    [InlineData(1.5, 1e-6)]
    [InlineData(2.0, 1e-11)]
    public void IntegralEqualsTheUncutPixelSum(double sigmaMinor, double tolerance)
    {
        var random = new Random(2);
        double worst = 0;
        for (int k = 0; k < 30; k++)
        {
            Gaussian i = Narrow(random, sigmaMinor), j = Narrow(random, sigmaMinor);
            double[] diagonalI = Direct(i, i, double.PositiveInfinity);
            double[] diagonalJ = Direct(j, j, double.PositiveInfinity);
            double[] expected = Direct(i, j, double.PositiveInfinity);
            var product = new GaussianProduct(i, j);
            var actual = new double[36];
            HermiteCoefficients.Gram(
                product.First, product.Second, i.Amplitude * j.Amplitude * product.Integral, actual);
            for (int a = 0; a < N; a++)
            {
                for (int b = 0; b < N; b++)
                {
                    double scale = Math.Sqrt(diagonalI[a * N + a] * diagonalJ[b * N + b]);
                    worst = Math.Max(worst, Math.Abs(actual[a * N + b] - expected[a * N + b]) / scale);
                }
            }
        }

        Assert.InRange(worst, 0, tolerance);
    }

    [Fact]
    public void PixelSumEqualsTheDirectSumOverValidPixels()
    {
        var random = new Random(4);
        var bounds = new PixelRectangle(3, 5, 45, 38);
        var valid = new TestPlane(bounds, (x, y) => (x * 7 + y * 3) % 5 == 0 ? 0 : 1);
        var domain = new PixelDomain(bounds, valid.Plane);
        for (int k = 0; k < 40; k++)
        {
            Gaussian i = RandomGaussians.Next(random, 50, 45, 0.4, 9), j = RandomGaussians.Next(random, 50, 45, 0.4, 9);
            var product = new GaussianProduct(i, j);
            var gram = new double[N * N];
            var actual = new double[N * N];
            PixelGram.Sum(i, j, product, domain, gram);
            HermiteCoefficients.Transform(product.First, gram, product.Second, i.Amplitude * j.Amplitude, actual);
            double[] expected = Direct(i, j, Support.RadiusSquared, (x, y) => bounds.Contains(x, y) ? valid[x, y] : 0);
            double scale = Direct(i, j, double.PositiveInfinity).Max(Math.Abs);
            for (int a = 0; a < N * N; a++)
            {
                Assert.Equal(expected[a], actual[a], 1e-10 * scale);
            }
        }
    }

    /// <summary>
    /// Near edges, holes, other weights and narrow components the filled matrix is the direct sum to 3e-4 of the
    /// diagonals.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.01)]
    public void AffectedPairsAreSummed(double otherWeight)
    {
        var random = new Random(8);
        var bounds = new PixelRectangle(0, 0, 60, 60);
        var valid = new TestPlane(bounds, (x, y) =>
            x > 20 && x < 24 && y > 30 && y < 36 ? 0 : x + y > 70 ? otherWeight : 1);
        var components = new Gaussian[24];
        for (int k = 0; k < components.Length; k++)
        {
            components[k] = RandomGaussians.Next(random, 60, 60, 0.7, 5);
        }

        var matrix = new BlockSymmetricMatrix(CouplingPattern.Create(components), N);
        NormalMatrix.Fill(components, true, new PixelDomain(bounds, valid.Plane), matrix);
        double[][] uncut = [.. components.Select(g => Direct(g, g, double.PositiveInfinity))];
        for (int j = 0; j < components.Length; j++)
        {
            for (int k = matrix.Pattern.ColumnPointers[j]; k < matrix.Pattern.ColumnPointers[j + 1]; k++)
            {
                int i = matrix.Pattern.RowIndices[k];
                double[] expected = Direct(components[i], components[j], Support.RadiusSquared,
                    (x, y) => bounds.Contains(x, y) ? valid[x, y] : 0);
                for (int a = 0; a < N * N; a++)
                {
                    double scale = Math.Sqrt(
                        uncut[i][a / N * (N + 1)] * uncut[j][a % N * (N + 1)]);
                    Assert.Equal(expected[a], matrix.Lower[k * N * N + a], 3e-4 * scale);
                }
            }
        }
    }

    /// <summary>A weight of 2 counts a pixel twice: H is that of all pixels and that of those, together.</summary>
    [Fact]
    public void AWeightOfTwoCountsTwice()
    {
        var random = new Random(11);
        var bounds = new PixelRectangle(0, 0, 60, 60);
        Gaussian[] components = [.. Enumerable.Range(0, 20).Select(_ => RandomGaussians.Next(random, 60, 60, 1.3, 6))];
        double[] both = Fill((x, y) => (x + y) % 3 == 0 ? 2 : 1), once = Fill((_, _) => 1),
            again = Fill((x, y) => (x + y) % 3 == 0 ? 1 : 0);
        double scale = both.Max();
        for (int k = 0; k < both.Length; k++)
        {
            // Where all weigh the same the integral stands for the sum.
            Assert.Equal(once[k] + again[k], both[k], 1e-4 * scale);
        }

        double[] Fill(Func<int, int, double> weight)
        {
            var plane = new TestPlane(bounds, weight);
            var matrix = new BlockSymmetricMatrix(CouplingPattern.Create(components), N);
            NormalMatrix.Fill(components, true, new PixelDomain(bounds, plane.Plane), matrix);
            GC.KeepAlive(plane);
            return [.. matrix.Diagonal, .. matrix.Lower];
        }
    }

    /// <summary>
    /// A Gram matrix, of integrals or of sums, has no negative eigenvalue; without the weakest couplings, and mixed where
    /// components crowd at edges and holes, none that the damping of the start would not outweigh.
    /// </summary>
    [Theory]
    [InlineData(false, 1e-4, 1)]
    [InlineData(true, 1e-3, 1)]
    [InlineData(false, 1e-4, 100)]
    [InlineData(true, 2e-3, 100)]
    public void ACrowdHasNoNegativeEigenvalueThatMatters(bool sumAffected, double tolerance, double otherWeight)
    {
        var bounds = new PixelRectangle(0, 0, 60, 60);
        var valid = new TestPlane(bounds, (x, y) =>
            x > 20 && x < 30 && y > 30 && y < 40 ? 0 : x * y > 900 ? otherWeight : 1);
        var domain = new PixelDomain(bounds, valid.Plane);
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            Gaussian[] components =
                [.. Enumerable.Range(0, 30).Select(_ => RandomGaussians.Next(random, 60, 60, 1, 9))];
            var matrix = new BlockSymmetricMatrix(CouplingPattern.Create(components), N);
            NormalMatrix.Fill(components, sumAffected, domain, matrix);
            Matrix<double> dense = DenseReference.ToDense(matrix, new double[matrix.Order]);
            Vector<double> scale = dense.Diagonal().PointwiseSqrt();
            Matrix<double> scaled = dense.PointwiseDivide(scale.OuterProduct(scale));
            Assert.InRange(scaled.Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real), -tolerance, 1);
        }
    }

    [Fact]
    public void PatternHoldsEveryPairThatMatters()
    {
        var random = new Random(9);
        var components = new Gaussian[120];
        for (int k = 0; k < components.Length; k++)
        {
            components[k] = RandomGaussians.Next(random, 200, 200, 1, 12);
        }

        BlockPattern pattern = CouplingPattern.Create(components);
        var pairs = new HashSet<(int, int)>();
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            int previous = j;
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                Assert.True(pattern.RowIndices[k] > previous);
                previous = pattern.RowIndices[k];
                pairs.Add((previous, j));
            }
        }

        for (int j = 0; j < components.Length; j++)
        {
            for (int i = j + 1; i < components.Length; i++)
            {
                bool coupled = new GaussianProduct(components[i], components[j]).Q <= CouplingPattern.LargestQ;
                Assert.Equal(coupled, pairs.Contains((i, j)));
            }
        }
    }

    private static Gaussian Narrow(Random random, double sigmaMinor) => RandomGaussians.Rotated(
        0.5 + random.NextDouble(), 3 * random.NextDouble(), 3 * random.NextDouble(), sigmaMinor,
        sigmaMinor * (1 + 2 * random.NextDouble()), Math.PI * random.NextDouble());

    private static double[] Direct(Gaussian i, Gaussian j, double cut, Func<int, int, double>? weight = null)
    {
        var block = new double[N * N];
        int reach = 70;
        for (int y = -reach; y <= reach; y++)
        {
            for (int x = -reach; x <= reach; x++)
            {
                double qi = i.MahalanobisSquared(x, y), qj = j.MahalanobisSquared(x, y);
                double w = weight?.Invoke(x, y) ?? 1;
                if (qi > cut || qj > cut || w == 0)
                {
                    continue;
                }

                double g = w * i.Amplitude * j.Amplitude * Math.Exp(-0.5 * (qi + qj));
                if (g < 1e-50)
                {
                    continue;
                }

                double[] phiI = Phi(i, x, y), phiJ = Phi(j, x, y);
                for (int a = 0; a < N; a++)
                {
                    for (int b = 0; b < N; b++)
                    {
                        block[a * N + b] += g * phiI[a] * phiJ[b];
                    }
                }
            }
        }

        return block;
    }

    private static double[] Phi(Gaussian g, double x, double y)
    {
        double u1 = (x - g.X) / g.L11, u2 = (y - g.Y - g.L21 * u1) / g.L22;
        return [1, u1, u2, u1 * u1, u1 * u2, u2 * u2];
    }
}
