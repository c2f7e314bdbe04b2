using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Tests;

public class BasisSumsTests
{
    [Fact]
    public void SolveRecoversAPlaneOverAnIrregularMask()
    {
        var bounds = new PixelRectangle(100, 40, 30, 20);
        var pixels = new double[600];
        double one = 0, x = 0, y = 0;
        for (int k = 0; k < pixels.Length; k++)
        {
            double xi = bounds.X + k % 30 - 57.5, upsilon = bounds.Y + k / 30 - 31;
            double r = 3 + 0.25 * xi - 0.125 * upsilon;
            bool valid = (k * 7) % 11 > 3;
            pixels[k] = valid ? r : double.NaN;
            one += valid ? r : 0;
            x += valid ? r * xi : 0;
            y += valid ? r * upsilon : 0;
        }

        BasisSums basis = BasisSums.Of(bounds, pixels, 57.5, 31);
        (double level, double slopeX, double slopeY) = basis.Solve(new ResidualSums(one, x, y), BackgroundKind.Plane);
        Assert.Equal(3, level, 1e-9);
        Assert.Equal(0.25, slopeX, 1e-11);
        Assert.Equal(-0.125, slopeY, 1e-11);

        ResidualSums applied = basis.Apply(level, slopeX, slopeY);
        Assert.Equal(one, applied.One, 1e-8);
        Assert.Equal(x, applied.X, 1e-6);
        Assert.Equal(y, applied.Y, 1e-6);
        Assert.Equal(one / basis.Count, basis.Solve(new ResidualSums(one, x, y), BackgroundKind.Constant).Level, 1e-12);
    }

    [Fact]
    public void OneRowOfPixelsGetsALevelOnly()
    {
        BasisSums basis = BasisSums.Of(new PixelRectangle(0, 5, 4, 1), [1, 2, 3, 4], 0, 0);
        Assert.Equal((2.5, 0, 0), basis.Solve(new ResidualSums(10, 20, 50), BackgroundKind.Plane));
    }
}
