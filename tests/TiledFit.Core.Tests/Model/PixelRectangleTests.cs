using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.Model;

public class PixelRectangleTests
{
    /// <summary>Against sets of pixels.</summary>
    [Fact]
    public void IntersectionAndUnionAreThoseOfThePixels()
    {
        var random = new Random(1);
        for (int k = 0; k < 300; k++)
        {
            PixelRectangle a = Next(random), b = Next(random), common = a.Intersect(b), hull = a.Union(b);
            (int X, int Y)[] both = [.. Pixels(a).Intersect(Pixels(b))];
            Assert.Equal(both.Order(), Pixels(common).Order());
            Assert.Equal(both.Length, common.Area);
            Assert.Equal(both.Length == 0, common.IsEmpty);
            (int X, int Y)[] either = [.. Pixels(a).Union(Pixels(b))];
            if (either.Length > 0)
            {
                int x = either.Min(p => p.X), y = either.Min(p => p.Y);
                Assert.Equal(
                    new PixelRectangle(x, y, either.Max(p => p.X) - x + 1, either.Max(p => p.Y) - y + 1), hull);
            }

            Assert.All(Pixels(a), pixel => Assert.True(a.Contains(pixel.X, pixel.Y)));
            Assert.False(a.Contains(a.Right, a.Y));
            Assert.False(a.Contains(a.X, a.Bottom));
        }
    }

    [Fact]
    public void AreaDoesNotOverflow() =>
        Assert.Equal(4_000_000_000_000_000, new PixelRectangle(0, 0, 2_000_000, 2_000_000_000).Area);

    [Fact]
    public void InflateGrowsOnAllSides() =>
        Assert.Equal(new PixelRectangle(-1, 0, 8, 10), new PixelRectangle(2, 3, 2, 4).Inflate(3));

    [Fact]
    public void AReachBoxHoldsTheBoundingBoxOfASupport()
    {
        // Half width 5·2 = 10, half height 5·√(3² + 4²) = 25.
        var g = new Gaussian(1, 100, 200, 2, 3, 4);
        Assert.True(new ReachBox(90, 175, 110, 225).Holds(g));
        Assert.False(new ReachBox(90.01, 175, 110, 225).Holds(g));
        Assert.False(new ReachBox(90, 175.01, 110, 225).Holds(g));
        Assert.False(new ReachBox(90, 175, 109.99, 225).Holds(g));
        Assert.False(new ReachBox(90, 175, 110, 224.99).Holds(g));
        Assert.True(ReachBox.Unbounded.Holds(g));
        Assert.Equal(
            new ReachBox(2, 1, 7, 8),
            new ReachBox(0, 1, 7, 9).Intersect(new ReachBox(2, double.NegativeInfinity, 11, 8)));
    }

    private static PixelRectangle Next(Random random) =>
        new(random.Next(-6, 6), random.Next(-6, 6), random.Next(0, 7), random.Next(0, 7));

    private static IEnumerable<(int X, int Y)> Pixels(PixelRectangle r) =>
        from y in Enumerable.Range(r.Y, r.Height) from x in Enumerable.Range(r.X, r.Width) select (x, y);
}
