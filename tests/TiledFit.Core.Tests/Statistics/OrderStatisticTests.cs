using TiledFit.Core.Statistics;

namespace TiledFit.Core.Tests.Statistics;

public sealed class OrderStatisticTests
{
    [Fact]
    public void InfinitiesHaveTheirPlace()
    {
        const double top = double.PositiveInfinity;
        double[] values = [top, 3, top, double.NegativeInfinity, top, top, -1];
        Assert.Equal(
            values.Order(), Enumerable.Range(0, values.Length).Select(k => OrderStatistic.Select([.. values], k)));
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 1000)]
    [InlineData(7, 2)]
    [InlineData(256, 5)]
    [InlineData(1000, 1)]
    [InlineData(4097, 1_000_000)]
    [InlineData(10000, 300)]
    public void AgreesWithSorting(int count, int distinct)
    {
        var random = new Random(count);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(distinct) - (0.5 * distinct))];
        double[] sorted = [.. values.Order()];
        foreach (int k in new[] { 0, count / 3, count / 2, count - 1 })
        {
            Assert.Equal(sorted[k], OrderStatistic.Select([.. values], k));
        }

        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        Assert.Equal(median, OrderStatistic.Median([.. values]));
    }
}
