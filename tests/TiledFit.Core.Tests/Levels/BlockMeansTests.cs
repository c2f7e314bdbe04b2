using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Levels;

public class BlockMeansTests
{
    // A window of 12 × 8 from (4, 8); the core of 7 × 5 in it makes blocks of 4 × 4, 3 × 4, 4 × 1 and 3 × 1.
    private static readonly PixelRectangle Bounds = new(4, 8, 12, 8), Core = new(8, 8, 7, 5);

    [Fact]
    public void BlocksAreMeansOfTheResidualAndNaNWhereHalfIsMissing()
    {
        double[] pixels = [.. Enumerable.Range(0, 96).Select(k => (double)(k % 12 + 4 + 100 * (k / 12 + 8)))];
        IReadOnlyList<double> means = Count(pixels, []);
        Assert.Equal(4, means.Count);
        Assert.Equal(9.5 + 950, means[0], 1e-9);
        Assert.Equal(13 + 950, means[1], 1e-9);
        // 4 and 3 of 16 pixels are less than half.
        Assert.True(double.IsNaN(means[2]) && double.IsNaN(means[3]));

        pixels[4] = double.NaN;
        Assert.Equal((16 * (9.5 + 950) - 808) / 15, Count(pixels, [])[0], 1e-9);
    }

    [Fact]
    public void WeightsWeigh()
    {
        double[] pixels = [.. Enumerable.Range(0, 96).Select(k => k % 12 < 6 ? 1.0 : 3.0)];
        double[] weights = [.. Enumerable.Range(0, 96).Select(k => k % 12 < 6 ? 3.0 : 1.0)];
        Assert.Equal((8 * 3 * 1 + 8 * 3.0) / (8 * 3 + 8), Count(pixels, weights)[0], 1e-12);
    }

    private static IReadOnlyList<double> Count(double[] pixels, double[] weights) => TileRecount.Run(
        Core, Bounds, pixels, Background.None, [], [], new TileWorkspace(), false, weights, blockSide: 4).BlockMeans!;
}
