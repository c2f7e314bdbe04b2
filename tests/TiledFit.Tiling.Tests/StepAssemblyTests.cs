using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Tests;

public class StepAssemblyTests
{
    // Tiles 0 1 2 / 3 4 5 / 6 7 8 of 100 px, ring 10, windows 50 px beyond the core.
    private static readonly TileGrid Grid = new(300, 300, 100, 10);

    [Fact]
    public void OwnedAndRingComponentsAreFreeTheOthersThatReachAreFrozen()
    {
        Component owned = At(0, 150, 150), ring = At(1, 95, 150), beyond = At(2, 85, 150), far = At(3, 20, 150);
        Component wide = At(4, 205, 150, 9);
        Component[][] tiles = [[], [], [], [ring, beyond, far], [owned], [wide], [], [], []];
        IReadOnlyList<FreeComponent> free = StepAssembly.FreeComponents(Grid, 4, tile => tiles[tile]);

        // The wide one's centre lies in the ring, but its support, 205 ± 45, ends beyond the window's 249.
        Assert.Equal([(3, 1L), (4, 0L)], free.Select(f => (f.Owner, f.Component.Id)));
        PixelRectangle bounds = StepAssembly.BoundsOf(Grid, 4, free);
        IReadOnlyList<Component> frozen =
            StepAssembly.FrozenComponents(Grid, 4, bounds with { Width = 160 }, free, tile => tiles[tile]);
        Assert.Equal([2L, 4], frozen.Select(component => component.Id));
    }

    [Fact]
    public void TheLimitsOfARingComponentAreThoseOfBothTiles()
    {
        Component[][] tiles = [[], [], [], [At(1, 95, 150)], [At(0, 150, 150)], [], [], [], []];
        IReadOnlyList<FreeComponent> free = StepAssembly.FreeComponents(Grid, 4, tile => tiles[tile]);

        // Tile 3 is at the raster's left edge: nothing limits it there; its window ends at 149.
        Assert.Equal(new ReachBox(50, 50, 149, 249), free[0].Limits);
        Assert.Equal(new ReachBox(50, 50, 249, 249), free[1].Limits);
    }

    [Fact]
    public void TheBoundsHoldTheSupportsWithRoomInsideTheWindow()
    {
        Component[][] tiles = [[], [], [], [], [At(0, 150, 150, 2)], [], [], [], []];
        IReadOnlyList<FreeComponent> free = StepAssembly.FreeComponents(Grid, 4, tile => tiles[tile]);
        PixelRectangle bounds = StepAssembly.BoundsOf(Grid, 4, free);
        Assert.True(bounds.X < 140 && bounds.Right > 161 && bounds.Y < 140 && bounds.Bottom > 161);
        Assert.True(bounds.Width < 60);

        tiles[4] = [At(0, 150, 150, 7)];
        free = StepAssembly.FreeComponents(Grid, 4, tile => tiles[tile]);
        Assert.Equal(bounds, bounds.Intersect(Grid.WindowOf(4)));
        Assert.Equal(
            StepAssembly.BoundsOf(Grid, 4, free), StepAssembly.BoundsOf(Grid, 4, free).Intersect(Grid.WindowOf(4)));
    }

    [Fact]
    public void LimitsAreNarrowedToTheBoundsButNotAtTheRastersEdge()
    {
        FreeComponent free = new(0, At(0, 20, 20), ReachBox.Unbounded);
        Assert.Equal(
            new ReachBox(double.NegativeInfinity, 5, 59, double.PositiveInfinity),
            StepAssembly.LimitTo(Grid, new PixelRectangle(0, 5, 60, 295), [free])[0].Limits);
    }

    [Fact]
    public void NothingFreeHasNoBounds()
    {
        Assert.True(StepAssembly.BoundsOf(Grid, 4, []).IsEmpty);
        Assert.True(StepAssembly.BoundsOf(Grid, 5, [new(5, At(0, 1e6, 150), ReachBox.Unbounded)]).IsEmpty);
    }

    [Fact]
    public void AComponentReachesThePixelsThatItsBoxMeets()
    {
        var bounds = new PixelRectangle(10, 10, 20, 20);
        Assert.True(Support.Reaches(At(0, 5, 15, 1).Shape, bounds));
        Assert.False(Support.Reaches(At(0, 4.99, 15, 1).Shape, bounds));
        Assert.True(Support.Reaches(At(0, 15, 34, 1).Shape, bounds));
        Assert.False(Support.Reaches(At(0, 15, 34.01, 1).Shape, bounds));
    }

    /// <summary>
    /// A step that is told of its neighbours' components only what is seen frees and holds the same, in the same order,
    /// whatever pixels it reads; the rest may be left out.
    /// </summary>
    [Theory]
    [InlineData(1, 300, 300)]
    [InlineData(2, 300, 300)]
    [InlineData(3, 410, 205)]
    [InlineData(4, 199, 507)]
    public void WhatAStepNeedsOfANeighbourIsSeen(int seed, int width, int height)
    {
        var random = new Random(seed);
        var grid = new TileGrid(width, height, 100, 10);
        Component[][] tiles =
        [
            .. Enumerable.Range(0, 1500).Select(Anywhere)
                .GroupBy(component => grid.OwnerOf(component.Shape.X, component.Shape.Y))
                .OrderBy(group => group.Key).Select(group => group.ToArray()),
        ];
        Assert.Equal(grid.Count, tiles.Length);
        int seen = 0, left = 0, outside = 0;
        for (int tile = 0; tile < grid.Count; tile++)
        {
            IReadOnlyList<FreeComponent> free = StepAssembly.FreeComponents(grid, tile, of => tiles[of]);
            Assert.Equal(free, StepAssembly.FreeComponents(grid, tile, SeenOf));
            PixelRectangle bounds = StepAssembly.BoundsOf(grid, tile, free);
            foreach (PixelRectangle pixels in new[] { bounds, grid.WindowOf(tile), grid.CoreOf(tile) })
            {
                Assert.Equal(
                    StepAssembly.FrozenComponents(grid, tile, pixels, free, of => tiles[of]),
                    StepAssembly.FrozenComponents(grid, tile, pixels, free, SeenOf));
            }

            // A component that is freed although it reaches no pixel.
            outside += free.Count(component =>
                component.Owner != tile && !Support.Reaches(component.Component.Shape, grid.WindowOf(tile)));
            seen += grid.NeighboursOf(tile).Sum(other => SeenOf(other).Count);
            left += grid.NeighboursOf(tile).Sum(other => tiles[other].Length - SeenOf(other).Count);

            IReadOnlyList<Component> SeenOf(int other) =>
                other == tile ? tiles[other] : StepAssembly.SeenBy(grid, tile, other, tiles[other]);
        }

        Assert.True(seen > 100 && left > 100 && outside > 0, $"{seen} seen, {left} not, {outside} outside");

        Component Anywhere(int id)
        {
            double x = (width + 80) * random.NextDouble() - 40, y = (height + 80) * random.NextDouble() - 40;
            double sigma = 0.5 + 8 * random.NextDouble() * random.NextDouble();
            double shear = sigma * (random.NextDouble() - 0.5), l22 = sigma * (0.3 + random.NextDouble());
            return new Component(id, new Gaussian(1, x, y, sigma, shear, l22));
        }
    }

    private static Component At(long id, double x, double y, double sigma = 2) =>
        new(id, new Gaussian(1, x, y, sigma, 0, sigma));
}
