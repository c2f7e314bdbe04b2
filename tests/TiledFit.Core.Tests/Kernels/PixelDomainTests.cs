using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Kernels;

public class PixelDomainTests
{
    /// <summary>Against a look at every pixel of random boxes, some of them beyond the window.</summary>
    [Fact]
    public void BoxesAreSearchedLikePixelByPixel()
    {
        var random = new Random(1);
        var bounds = new PixelRectangle(-7, 11, 37, 29);
        var valid = new TestPlane(bounds, (_, _) => random.Next(60) == 0 ? 0 : 1);
        var domain = new PixelDomain(bounds, valid.Plane);
        int found = 0, whole = 0;
        for (int k = 0; k < 5000; k++)
        {
            double left = -12 + 45 * random.NextDouble(), top = 6 + 36 * random.NextDouble();
            double right = left + 8 * random.NextDouble(), bottom = top + 8 * random.NextDouble();
            bool missing = false, inside = left >= -7 && right <= 29 && top >= 11 && bottom <= 39;
            for (int y = bounds.Y; y < bounds.Bottom; y++)
            {
                for (int x = bounds.X; x < bounds.Right; x++)
                {
                    missing |= x >= left && x <= right && y >= top && y <= bottom && valid[x, y] == 0;
                }
            }

            Assert.Equal(missing, domain.HasInvalid(left, top, right, bottom));
            Assert.Equal(inside && !missing, domain.IsWhole(left, top, right, bottom));
            found += missing ? 1 : 0;
            whole += inside && !missing ? 1 : 0;
        }

        Assert.True(found > 500 && whole > 500);
    }

    [Fact]
    public unsafe void WithoutAMaskEveryPixelIsValid()
    {
        var bounds = new PixelRectangle(0, 0, 5, 5);
        var domain = new PixelDomain(bounds, new PixelPlane(null, bounds));
        Assert.False(domain.HasInvalid(-1e300, -1e300, 1e300, 1e300));
        Assert.True(domain.IsWhole(0, 0, 4, 4));
        Assert.False(domain.IsWhole(-0.1, 0, 4, 4));
        Assert.False(domain.IsWhole(0, 0, 4, 4.1));
    }

    [Fact]
    public void BoxesOfAnySizeAreAllowed()
    {
        var bounds = new PixelRectangle(3, 3, 4, 4);
        var domain = new PixelDomain(bounds, new TestPlane(bounds, (x, y) => x == 5 && y == 6 ? 0 : 1).Plane);
        Assert.True(domain.HasInvalid(double.NegativeInfinity, -1e300, 1e300, double.PositiveInfinity));
        Assert.False(domain.HasInvalid(1e300, 1e300, 1e301, 1e301));
        Assert.False(domain.HasInvalid(5.1, 5.1, 5.9, 6.9));
    }

    /// <summary>The table's sums against sums over the pixels.</summary>
    [Fact]
    public void TheMeanWeightIsThatOfThePixelsAround()
    {
        var bounds = new PixelRectangle(3, 2, 30, 20);
        var weights = new TestPlane(bounds, (x, y) => (x + y) % 4 == 0 ? 0 : 0.5 + x * y % 11);
        var domain = new PixelDomain(bounds, weights.Plane);
        Assert.True(domain.HasWeights);
        Gaussian[] components = [new(1, 10.2, 8.4, 2, 1, 3), new(1, 4, 3, 4, 0, 4), new(1, 20, 9, 0.3, 0, 0.4)];
        foreach (Gaussian g in components)
        {
            double width = Math.Max(1, g.L11), height = Math.Max(1, Math.Sqrt(g.CovarianceYY));
            double[] around =
            [
                .. from y in Enumerable.Range(2, 20)
                   from x in Enumerable.Range(3, 30)
                   where Math.Abs(x - g.X) <= width && Math.Abs(y - g.Y) <= height && weights[x, y] > 0
                   select weights[x, y],
            ];
            Assert.Equal(around.Average(), domain.MeanWeight(g), 1e-12);
        }

        Assert.Equal(domain.Weight, domain.MeanWeight(new Gaussian(1, 100, 100, 2, 0, 2)));
    }
}
