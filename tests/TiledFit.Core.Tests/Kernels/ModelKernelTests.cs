using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Kernels;

public class ModelKernelTests
{
    /// <summary>
    /// The documented bound of the recurrences, relative to exp; twice RowRecurrence's for exp itself.
    /// </summary>
    private const double Bound = 4e-13;

    [Theory]
    [InlineData(0.25, 0.6, 25)]
    [InlineData(0.5, 1.5, 25)]
    [InlineData(2, 5, 25)]
    [InlineData(5, 40, 10)]
    [InlineData(0.6, 60, 20)]
    [InlineData(150, 300, 3)]
    public void AgreesWithTheFormulaInsideTheSupportAndIsZeroOutside(double sigmaMin, double sigmaMax, int count)
    {
        var random = new Random(7);
        var bounds = new PixelRectangle(-13, 21, 203, 301);
        for (int k = 0; k < count; k++)
        {
            Gaussian g = RandomGaussians.Next(random, 190, 300, sigmaMin, sigmaMax);
            var plane = new TestPlane(bounds);
            ModelKernel.Add(g, 1, plane.Plane);
            for (int y = bounds.Y; y < bounds.Bottom; y++)
            {
                for (int x = bounds.X; x < bounds.Right; x++)
                {
                    double q = g.MahalanobisSquared(x, y);
                    double expected = q <= Support.RadiusSquared ? g.Amplitude * Math.Exp(-0.5 * q) : 0;

                    // The argument's own rounding shows as ½·q·ε·(condition of u2).
                    double tolerance = (Bound + 2e-14 * g.SigmaMajor / g.SigmaMinor) * expected;
                    if (!(Math.Abs(plane[x, y] - expected) <= tolerance))
                    {
                        Assert.Fail($"{g} at ({x}, {y}): {plane[x, y]:R} instead of {expected:R}");
                    }
                }
            }
        }
    }

    [Fact]
    public void PixelsOnTheBoundaryCount()
    {
        // q = 25 exactly at (13, 5), (3, 5), (8, 10), (8, 0), (11, 9), … for σ = 1 about an integer centre.
        var g = new Gaussian(1, 8, 5, 1, 0, 1);
        var plane = new TestPlane(new PixelRectangle(0, 0, 17, 11));
        ModelKernel.Add(g, 1, plane.Plane);
        foreach ((int x, int y) in new[] { (13, 5), (3, 5), (8, 10), (8, 0), (11, 9), (4, 2), (12, 8) })
        {
            Assert.True(plane[x, y] > 0);
        }

        Assert.Equal(0, plane[12, 9]);
    }

    [Fact]
    public void WindowsAgreeOnTheCutAndTheValues()
    {
        var random = new Random(3);
        var whole = new TestPlane(new PixelRectangle(0, 0, 120, 120));
        var part = new TestPlane(new PixelRectangle(37, 53, 50, 41));
        for (int k = 0; k < 50; k++)
        {
            Gaussian g = RandomGaussians.Next(random, 120, 120, 1, 12);
            ModelKernel.Add(g, 1, whole.Plane);
            ModelKernel.Add(g, 1, part.Plane);
        }

        for (int y = part.Bounds.Y; y < part.Bounds.Bottom; y++)
        {
            for (int x = part.Bounds.X; x < part.Bounds.Right; x++)
            {
                Assert.Equal(whole[x, y], part[x, y], 1e-12 * (1 + whole[x, y]));
            }
        }
    }
}
