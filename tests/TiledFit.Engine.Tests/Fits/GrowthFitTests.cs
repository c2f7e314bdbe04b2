using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>The sample terrain: relief of all scales.</summary>
public class GrowthFitTests
{
    /// <summary>The tiles that need components the most may find none: others get their places.</summary>
    [Theory]
    [InlineData(7, 128)]
    [InlineData(25, 128)]
    [InlineData(40, 64)]
    public void WhoAsksForANumberGetsIt(int components, int tile)
    {
        using IRaster sample = RasterFactory.Open(DataFiles.Sample("jacksboro.npy"));
        var options = new FitOptions { TileSize = tile, Ring = 16, Components = components, Tolerance = 0.005 };
        Assert.Equal(components, LocalHost.Fit(sample, options).Components.Count);
    }

    /// <summary>Squares that overflow, in the normal matrix if not before, or underflow.</summary>
    [Theory]
    [InlineData(1e150, "too large; check --nodata")]
    [InlineData(1e-150, "squares are too small to add up; fit a multiple of them")]
    public void ValuesWhoseSquaresAreNoNumbersAreRefused(double unit, string message)
    {
        var raster = new MemoryRaster(60, 50, (x, y) => unit * ((x * 7 + y * 13) % 31));
        var e = Assert.Throws<InputException>(() => LocalHost.Fit(raster, new FitOptions()));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    /// <summary>Where few pixels have data, all candidates together can raise E, and little of a hill is seen.</summary>
    [Fact]
    public void NoRoundRaisesTheObjectiveOfFewPixels()
    {
        using IRaster sample = RasterFactory.Open(DataFiles.Sample("jacksboro.npy"));
        var values = new double[sample.Info.Width * sample.Info.Height];
        sample.Read(new PixelRectangle(0, 0, sample.Info.Width, sample.Info.Height), values);
        var random = new Random(1);
        double[] few = [.. values.Select(value => random.NextDouble() < 0.05 ? value : double.NaN)];
        var raster = new MemoryRaster(sample.Info.Width, sample.Info.Height, (x, y) => few[(y * sample.Info.Width) + x]);
        FitResult fit = LocalHost.Fit(raster, new FitOptions { Components = 50, Tolerance = 0.005 });
        Assert.All(fit.Sweeps.Skip(1), sweep => Assert.InRange(sweep.RelativeDecrease, 0, 1));
        Assert.Contains(fit.Sweeps, sweep => sweep.Phase == SweepRow.GrowPhase && sweep.Components == 50);
    }
}
