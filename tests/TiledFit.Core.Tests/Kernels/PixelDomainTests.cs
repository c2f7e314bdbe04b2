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
            Assert.Equal(inside && !missing, domain.IsUniform(left, top, right, bottom));
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
        Assert.True(domain.IsUniform(0, 0, 4, 4));
        Assert.False(domain.IsUniform(-0.1, 0, 4, 4));
        Assert.False(domain.IsUniform(0, 0, 4, 4.1));
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
}
