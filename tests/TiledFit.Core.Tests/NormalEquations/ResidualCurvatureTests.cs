using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Tests.Kernels;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.NormalEquations;

public class ResidualCurvatureTests
{
    /// <summary>S = Σ r·∂²f/∂δ²: second differences of Σ r·f over the pixels of the frozen support.</summary>
    [Fact]
    public void IsTheSecondDerivativeOfTheModelAgainstTheResidual()
    {
        const int n = Gaussian.ParameterCount;
        const double h = 1e-3;
        var random = new Random(17);
        var bounds = new PixelRectangle(-4, 7, 70, 60);
        var plane = new TestPlane(bounds, (_, _) => random.NextDouble() - 0.5);
        for (int k = 0; k < 10; k++)
        {
            Gaussian g = RandomGaussians.Next(random, 70, 60, 1, 6);
            var matrix = new BlockSymmetricMatrix(new BlockPattern([0, 0], [], [g.X], [g.Y]), n);
            ResidualCurvature.Subtract([g], plane.Plane, matrix);
            double norm = matrix.Diagonal.Max(Math.Abs);
            for (int a = 0; a < n; a++)
            {
                for (int b = 0; b < n; b++)
                {
                    double second = (Projection(g, a, h, b, h) - Projection(g, a, h, b, -h)
                        - Projection(g, a, -h, b, h) + Projection(g, a, -h, b, -h)) / (4 * h * h);
                    Assert.Equal(second, -matrix.Diagonal[a * n + b], 2e-5 * norm);
                }
            }
        }

        double Projection(Gaussian g, int a, double stepA, int b, double stepB)
        {
            var delta = new double[n];
            delta[a] += stepA;
            delta[b] += stepB;
            Gaussian moved = MixtureProblem.Move(g, delta);
            double sum = 0;
            for (int y = bounds.Y; y < bounds.Bottom; y++)
            {
                for (int x = bounds.X; x < bounds.Right; x++)
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
