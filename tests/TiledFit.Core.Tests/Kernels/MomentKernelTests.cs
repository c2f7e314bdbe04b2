using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Kernels;

public class MomentKernelTests
{
    [Theory]
    [InlineData(0.3, 0.8)]
    [InlineData(2, 5)]
    [InlineData(3, 40)]
    public void EqualsTheSumOverPixels(double sigmaMin, double sigmaMax)
    {
        var random = new Random(5);
        var bounds = new PixelRectangle(10, -20, 91, 133);
        var plane = new TestPlane(bounds, (_, _) => random.NextDouble() - 0.5);
        Span<double> actual = stackalloc double[6];
        for (int k = 0; k < 40; k++)
        {
            Gaussian g = RandomGaussians.Next(random, 110, 120, sigmaMin, sigmaMax);
            MomentKernel.Sum(g, plane.Plane, actual);
            var expected = new double[6];
            var size = new double[6];
            for (int y = bounds.Y; y < bounds.Bottom; y++)
            {
                for (int x = bounds.X; x < bounds.Right; x++)
                {
                    double u1 = (x - g.X) / g.L11, u2 = (y - g.Y - g.L21 * u1) / g.L22;
                    double[] phi = [1, u1, u2, u1 * u1, u1 * u2, u2 * u2];
                    for (int a = 0; a < 6 && g.ValueAt(x, y) > 0; a++)
                    {
                        double term = plane[x, y] * g.ValueAt(x, y) / g.Amplitude * phi[a];
                        expected[a] += term;
                        size[a] += Math.Abs(term);
                    }
                }
            }

            for (int a = 0; a < 6; a++)
            {
                Assert.Equal(expected[a], actual[a], 1e-12 * size[a] * (1 + g.SigmaMajor / g.SigmaMinor));
            }
        }
    }

    /// <summary>
    /// ∂f/∂θ = a·g·φ: six central differences of Σ r·f over the pixels of the frozen support.
    /// </summary>
    [Fact]
    public void MomentsAreTheDerivativesOfTheModel()
    {
        var random = new Random(11);
        var bounds = new PixelRectangle(0, 0, 70, 60);
        var plane = new TestPlane(bounds, (_, _) => random.NextDouble() - 0.5);
        Span<double> sums = stackalloc double[6];
        const double h = 1e-4;
        for (int k = 0; k < 20; k++)
        {
            Gaussian g = RandomGaussians.Next(random, 70, 60, 1, 6);
            MomentKernel.Sum(g, plane.Plane, sums);
            double norm = 0;
            foreach (double sum in sums)
            {
                norm = Math.Max(norm, Math.Abs(g.Amplitude * sum));
            }

            for (int a = 0; a < 6; a++)
            {
                double difference = (8 * (Projection(g, a, h) - Projection(g, a, -h))
                    - (Projection(g, a, 2 * h) - Projection(g, a, -2 * h))) / (12 * h);
                Assert.Equal(difference, g.Amplitude * sums[a], 1e-7 * norm);
            }
        }

        double Projection(Gaussian g, int a, double step)
        {
            var delta = new double[6];
            delta[a] = step;
            Gaussian moved = MixtureProblem.Move(g, delta);
            double sum = 0;
            for (int y = 0; y < bounds.Height; y++)
            {
                for (int x = 0; x < bounds.Width; x++)
                {
                    if (g.ValueAt(x, y) > 0)
                    {
                        sum += plane[x, y] * moved.Amplitude * Math.Exp(-0.5 * moved.MahalanobisSquared(x, y));
                    }
                }
            }

            return sum;
        }
    }
}
