using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.Tests.Kernels;

public class MissingPixelGridTests
{
    [Fact]
    public void EveryMissingPixelOfAPartIsInItsSpans()
    {
        var bounds = new PixelRectangle(5, -4, 37, 29);
        var valid = new TestPlane(bounds, (x, y) => IsMissing(x, y) ? 0 : 1);
        var grid = new MissingPixelGrid(valid.Plane, Expected(bounds).Count);
        GC.KeepAlive(valid);
        var random = new Random(1);
        for (int k = 0; k < 30; k++)
        {
            var part = new PixelRectangle(
                5 + random.Next(30), -4 + random.Next(20), 1 + random.Next(7), 1 + random.Next(9));
            List<(int X, int Y)> found = [.. Find(grid, part)];
            Assert.Equal(found.Count, found.Distinct().Count());
            Assert.All(found, pixel => Assert.True(IsMissing(pixel.X, pixel.Y) && bounds.Contains(pixel.X, pixel.Y)));
            Assert.Superset(Expected(part), found.ToHashSet());
        }
    }

    private static bool IsMissing(int x, int y) => (x * 5 + y * 3) % 7 < 2;

    private static HashSet<(int X, int Y)> Expected(PixelRectangle part) =>
    [
        .. from x in Enumerable.Range(part.X, part.Width)
           from y in Enumerable.Range(part.Y, part.Height)
           where IsMissing(x, y)
           select (x, y),
    ];

    private static IEnumerable<(int X, int Y)> Find(MissingPixelGrid grid, PixelRectangle part)
    {
        (int first, int last) = grid.CellRows(part);
        for (int row = first; row <= last; row++)
        {
            (int begin, int end) = grid.Span(part, row);
            for (int k = begin; k < end; k++)
            {
                yield return ((int)grid.X[k], (int)grid.Y[k]);
            }
        }
    }
}
