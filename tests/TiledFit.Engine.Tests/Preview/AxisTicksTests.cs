using TiledFit.Engine.Preview;

namespace TiledFit.Engine.Tests.Preview;

public class AxisTicksTests
{
    [Theory]
    [InlineData(236, 1076, 5, "400 600 800 1000")]
    [InlineData(-1, 1, 4, "−1.0 −0.5 0 0.5 1.0")]
    [InlineData(-0.087, 0.087, 4, "−0.05 0 0.05")]
    [InlineData(-0.086, 0.086, 2, "−0.05 0 0.05")]
    [InlineData(1.31, 1.33, 2, "1.31 1.32 1.33")]
    [InlineData(0.2, 3.4, 3, "1 2 3")]
    [InlineData(0.0001, 0.0007, 3, "0.0002 0.0004 0.0006")]
    [InlineData(0, 3.1e-9, 3, "0 1e−9 2e−9 3e−9")]
    [InlineData(0, 2.6e8, 5, "0 0.5e8 1.0e8 1.5e8 2.0e8 2.5e8")]
    [InlineData(0, 250000, 5, "0 50000 100000 150000 200000 250000")]
    public void AreRoundNumbersInside(double low, double high, int count, string labels)
    {
        var ticks = new AxisTicks(low, high, count);
        Assert.Equal(labels, string.Join(' ', ticks.Values.Select(ticks.Label)));
    }
}
