using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Kernels;

public class ProjectionKernelTests
{
    [Theory]
    [InlineData(0.3, 0.8, false)]
    [InlineData(2, 5, true)]
    [InlineData(3, 60, false)]
    [InlineData(3, 60, true)]
    public void EqualsTheSumsOverValidPixels(double sigmaMin, double sigmaMax, bool hasHoles)
    {
        var random = new Random(5);
        var bounds = new PixelRectangle(10, -20, 91, 333);
        var residual = new TestPlane(bounds, (_, _) => random.NextDouble() - 0.5);
        var valid = new TestPlane(bounds, (_, _) => !hasHoles || random.Next(3) > 0 ? 1 : 0);
        for (int k = 0; k < 40; k++)
        {
            Gaussian g = RandomGaussians.Next(random, 110, 320, sigmaMin, sigmaMax);
            (double product, double square) =
                ProjectionKernel.Sum(g, residual.Plane, hasHoles ? valid.Plane : default);
            double expectedProduct = 0, expectedSquare = 0, size = 0;
            for (int y = bounds.Y; y < bounds.Bottom; y++)
            {
                for (int x = bounds.X; x < bounds.Right; x++)
                {
                    double value = valid[x, y] * g.ValueAt(x, y) / g.Amplitude;
                    expectedProduct += residual[x, y] * value;
                    expectedSquare += value * value;
                    size += Math.Abs(residual[x, y] * value);
                }
            }

            Assert.Equal(expectedProduct, product, 1e-12 * size);
            Assert.Equal(expectedSquare, square, 1e-12 * expectedSquare);
        }
    }
}
