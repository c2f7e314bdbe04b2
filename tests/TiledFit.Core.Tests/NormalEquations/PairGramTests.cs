using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Tests.Kernels;

namespace TiledFit.Core.Tests.NormalEquations;

public class PairGramTests
{
    private const int N = Gaussian.ParameterCount;
    private static readonly PixelRectangle Bounds = new(-3, 2, 90, 81);

    /// <summary>
    /// Pairs in the middle, at each edge and corner, and at holes, against the sum of the uncut product over the pixels
    /// with data, relative to √(∫ g_i² · ∫ g_j²).
    /// </summary>
    [Theory]
    [InlineData(45, 40, 0, true)]
    [InlineData(-4, 40, 0, true)]
    [InlineData(86, 40, 0, true)]
    [InlineData(45, 1, 0, true)]
    [InlineData(45, 83, 0, true)]
    [InlineData(0, 5, 0, true)]
    [InlineData(45, 40, 4, true)]
    [InlineData(-2, 40, 4, true)]
    [InlineData(45, 81, 4, true)]
    [InlineData(45, 40, 12, true)]
    [InlineData(45, 40, 4, false)]
    [InlineData(88, 40, 4, false)]
    public void EqualsTheSumOverThePixelsWithData(double x, double y, int hole, bool isStrict)
    {
        var random = new Random(5);
        var valid = new TestPlane(Bounds, (column, row) => IsMissing(column, row, hole) ? 0 : 1);
        var domain = new PixelDomain(Bounds, valid.Plane);
        for (int k = 0; k < 20; k++)
        {
            Gaussian i = Near(random, x, y), j = Near(random, x, y);
            var product = new GaussianProduct(i, j);
            var gram = new double[N * N];
            if (!PairGram.TrySum(i, j, product, isStrict, domain, gram))
            {
                gram = Identity(product.Integral);
            }

            double[] expected = Direct(i, j, product, hole);
            double scale = Math.PI * Math.Sqrt(i.SqrtDeterminant * j.SqrtDeterminant);
            for (int a = 0; a < N * N; a++)
            {
                Assert.Equal(expected[a], gram[a], (isStrict ? 2e-4 : 3e-3) * scale);
            }
        }

        GC.KeepAlive(valid);
    }

    [Fact]
    public void FarFromEdgesAndHolesTheIntegralIsTheSum()
    {
        var domain = new PixelDomain(Bounds, new PixelPlane());
        var g = new Gaussian(1, 40, 40, 3, 1, 4);
        var narrow = new Gaussian(1, 40, 40, 3, 1, 1);
        var gram = new double[N * N];
        Assert.False(PairGram.TrySum(g, g, new GaussianProduct(g, g), false, domain, gram));
        Assert.True(PairGram.TrySum(narrow, narrow, new GaussianProduct(narrow, narrow), false, domain, gram));
    }

    private static bool IsMissing(int x, int y, int hole) => ((x * 13) ^ (y * 7)) % 29 < 2 && hole > 0
        || Math.Abs(x - 46) < hole && Math.Abs(y - 38) < hole;

    private static Gaussian Near(Random random, double x, double y) => RandomGaussians.Next(random, 6, 6, 1.6, 5)
        is var g ? g with { Amplitude = 1, X = g.X + x - 3, Y = g.Y + y - 3 } : g;

    private static double[] Identity(double value)
    {
        var matrix = new double[N * N];
        for (int k = 0; k < N; k++)
        {
            matrix[k * (N + 1)] = value;
        }

        return matrix;
    }

    private static double[] Direct(Gaussian i, Gaussian j, GaussianProduct product, int hole)
    {
        var gram = new double[N * N];
        for (int y = Bounds.Y; y < Bounds.Bottom; y++)
        {
            for (int x = Bounds.X; x < Bounds.Right; x++)
            {
                if (IsMissing(x, y, hole))
                {
                    continue;
                }

                double g = Math.Exp(-0.5 * (i.MahalanobisSquared(x, y) + j.MahalanobisSquared(x, y)));
                double v1 = (x - product.MeanX) / product.T11;
                double v2 = (y - product.MeanY - product.T21 * v1) / product.T22, half = Math.Sqrt(0.5);
                double[] h = [1, v1, v2, half * (v1 * v1 - 1), v1 * v2, half * (v2 * v2 - 1)];
                for (int a = 0; a < N * N; a++)
                {
                    gram[a] += g * h[a / N] * h[a % N];
                }
            }
        }

        return gram;
    }
}
