using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Tests.Rendering;

public class IntervalIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(333)]
    public void FindsWhatASearchOfAllFinds(int count)
    {
        var random = new Random(count);
        double[] lower = Enumerable.Range(0, count).Select(_ => (double)random.Next(100)).ToArray();
        double[] upper = Array.ConvertAll(lower, l => l + random.Next(random.Next(40) + 1));
        var index = new IntervalIndex(lower, upper);
        for (int from = -5; from < 150; from += 3)
        {
            for (int to = from; to < from + 30; to += 7)
            {
                Assert.Equal(
                    Enumerable.Range(0, count).Where(i => lower[i] <= to && upper[i] >= from),
                    index.Overlapping(from, to));
            }
        }
    }
}
