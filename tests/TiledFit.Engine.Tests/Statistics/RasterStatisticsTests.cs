using TiledFit.Core;
using TiledFit.Engine.Statistics;

namespace TiledFit.Engine.Tests.Statistics;

public class RasterStatisticsTests
{
    [Fact]
    public void CountsTheValidPixelsOfEveryStrip()
    {
        var raster = new MemoryRaster(3000, 2000, (x, y) => x == y ? double.NaN : x - 2.0 * y);
        RasterStatistics statistics = RasterStatistics.Of(raster, threads: 3);
        // Σ(x − 2y) over the raster less the diagonal's −Σx; the extremes are in the corners.
        double sum = 2000 * (2999.0 * 3000 / 2) - 2 * 3000 * (1999.0 * 2000 / 2) + 1999.0 * 2000 / 2;
        Assert.Equal(3000L * 2000 - 2000, statistics.Valid);
        Assert.Equal(-3998, statistics.Minimum);
        Assert.Equal(2999, statistics.Maximum);
        Assert.Equal(sum / (3000L * 2000 - 2000), statistics.Mean!.Value, 1e-9);
        Assert.InRange(raster.LargestArea, 1, 1 << 20);
    }

    [Fact]
    public void NoDataMeansNoFigures() => Assert.Equal(
        new RasterStatistics(0, null, null, null),
        RasterStatistics.Of(new MemoryRaster(5, 5, (_, _) => double.NaN), 1));

    [Fact]
    public void AFaultComesOutAsItIs()
    {
        var raster = new MemoryRaster(4000, 4000, (_, y) => y < 3000 ? 0 : throw new InputException("truncated"));
        Assert.Equal("truncated", Assert.Throws<InputException>(() => RasterStatistics.Of(raster, 2)).Message);
    }
}
