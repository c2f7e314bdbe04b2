using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Kernels;

public class ObjectiveKernelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 3)]
    [InlineData(61, 40)]
    public void SumsTheSquaresOfTheValidPixelsAndClearsTheOthers(int width, int height)
    {
        var random = new Random(width);
        var bounds = new PixelRectangle(2, 3, width, height);
        var residual = new TestPlane(bounds, (_, _) => random.NextDouble() - 0.5);
        var valid = new TestPlane(bounds, (x, y) => (x + y) % 4 == 0 ? 0 : 1);
        decimal all = 0, counted = 0;
        for (int y = 3; y < bounds.Bottom; y++)
        {
            for (int x = 2; x < bounds.Right; x++)
            {
                var r = (decimal)residual[x, y];
                all += r * r;
                counted += r * r * (decimal)valid[x, y];
            }
        }

        var whole = new PixelDomain(bounds, default);
        Assert.Equal((double)all, ObjectiveKernel.WeighAndSum(residual.Plane, whole.Weights), 1e-14 * (double)all);
        Assert.Equal((double)counted, ObjectiveKernel.WeighAndSum(residual.Plane, valid.Plane), 1e-14 * (double)all);
        Assert.Equal((double)counted, ObjectiveKernel.WeighAndSum(residual.Plane, whole.Weights), 1e-14 * (double)all);
    }

    [Fact]
    public void SmallTermsAreNotLostBesideALargeOne()
    {
        // 1e16 + 1000 rows of 1: without compensation every second unit is lost.
        var residual = new TestPlane(new PixelRectangle(0, 0, 1, 1001), (_, y) => y == 0 ? 1e8 : 1);
        Assert.Equal(1e16 + 1000, ObjectiveKernel.WeighAndSum(residual.Plane, default));
    }
}
