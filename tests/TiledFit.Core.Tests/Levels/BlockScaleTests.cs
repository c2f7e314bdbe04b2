using TiledFit.Core.Levels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Levels;

public class BlockScaleTests
{
    private static readonly Gaussian Broad = Gaussian.FromCovariance(3, 101.3, 87.6, 900, 260, 600);

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public void ThereAndBackIsTheSame(int side)
    {
        var scale = new BlockScale(side);
        Gaussian back = scale.ToRaster(scale.ToBlocks(Broad));
        Assert.Equal(Broad.Amplitude, back.Amplitude, 1e-12);
        Assert.Equal(Broad.X, back.X, 1e-12);
        Assert.Equal(Broad.Y, back.Y, 1e-12);
        Assert.Equal(Broad.L11, back.L11, 1e-11);
        Assert.Equal(Broad.L21, back.L21, 1e-11);
        Assert.Equal(Broad.L22, back.L22, 1e-11);
    }

    // By summing pixels; without the block's variance the error would be (F/σ)²/24·a, ten times as much.
    [Theory]
    [InlineData(4, 1e-4)]
    [InlineData(16, 2e-3)]
    public void BlocksShowTheMeansOfTheirPixels(int side, double tolerance)
    {
        Gaussian blocks = new BlockScale(side).ToBlocks(Broad);
        for (int block = 0; block < 100; block++)
        {
            int column = block % 10, row = block / 10;
            double sum = 0;
            for (int k = 0; k < side * side; k++)
            {
                sum += Broad.ValueAt(column * side + k % side, row * side + k / side);
            }

            Assert.Equal(sum / side, blocks.ValueAt(column, row), tolerance * side * Broad.Amplitude);
        }
    }
}
