using TiledFit.Data.Results;

namespace TiledFit.Data.Tests.Results;

public sealed class HilbertCurveTests
{
    [Fact]
    public void VisitsEveryCellOfAQuadrantOnceByStepsOfOne()
    {
        const int side = 64;
        var cells =
            from x in Enumerable.Range(0, side)
            from y in Enumerable.Range(0, side)
            orderby HilbertCurve.Index((uint)x, (uint)y)
            select (X: x, Y: y, Index: HilbertCurve.Index((uint)x, (uint)y));
        var path = cells.ToArray();
        Assert.Equal(Enumerable.Range(0, side * side).Select(i => (ulong)i), path.Select(cell => cell.Index));
        Assert.All(path.Zip(path.Skip(1)), pair =>
            Assert.Equal(1, Math.Abs(pair.First.X - pair.Second.X) + Math.Abs(pair.First.Y - pair.Second.Y)));
    }

    [Fact]
    public void ReachesTheEndOfTheCurve()
    {
        const uint last = (1u << HilbertCurve.Order) - 1;
        ulong[] corners =
        [
            HilbertCurve.Index(0, 0), HilbertCurve.Index(0, last), HilbertCurve.Index(last, 0),
            HilbertCurve.Index(last, last),
        ];
        Assert.Equal(0UL, corners.Min());
        Assert.Equal((1UL << (2 * HilbertCurve.Order)) - 1, corners.Max());
    }
}
