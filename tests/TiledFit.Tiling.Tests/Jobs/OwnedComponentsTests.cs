using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

public class OwnedComponentsTests
{
    // Tiles 0 1 2 / 3 4 5 / 6 7 8 of 100 px.
    private static readonly TileGrid Grid = new(300, 300, 100, 10);

    [Fact]
    public void OwnAndNeighboursStepsUpdate()
    {
        OwnedComponents tile = Tile(4, At(5, 110, 150), At(9, 150, 150));
        tile.Apply(Step(3, 1, [(3, At(1, 99, 150)), (4, At(5, 112, 151))]));
        tile.Apply(Step(4, 1, [(4, At(9, 151, 150)), (5, At(10, 205, 150))]));
        Assert.Equal([At(5, 112, 151), At(9, 151, 150)], tile.Current);
    }

    [Fact]
    public void OnlyTheTilesOwnStepAddsAndRemoves()
    {
        OwnedComponents tile = Tile(4, At(5, 110, 150), At(9, 150, 150));
        tile.Apply(Step(3, 1, [], [5], [At(77, 120, 150)]));
        Assert.Equal([At(5, 110, 150), At(9, 150, 150)], tile.Current);
        tile.Apply(Step(4, 1, [(4, At(9, 151, 150))], [5, 1234], [At(77, 120, 150), At(7, 130, 150)]));
        Assert.Equal([At(7, 130, 150), At(9, 151, 150), At(77, 120, 150)], tile.Current);
    }

    [Fact]
    public void AStepIsAppliedOnce()
    {
        OwnedComponents tile = Tile(4, At(5, 110, 150));
        TileStepResult lower = Step(3, 1, [(4, At(5, 111, 150))]);
        tile.Apply(lower);
        tile.Apply(Step(4, 1, [(4, At(5, 112, 150))], [], [At(6, 140, 150)]));
        tile.Apply(lower);
        tile.Apply(Step(4, 1, [(4, At(5, 112, 150))], [], [At(6, 140, 150)]));
        Assert.Equal([At(5, 112, 150), At(6, 140, 150)], tile.Current);
    }

    [Fact]
    public void ALateStepIsIgnored()
    {
        OwnedComponents tile = Tile(4, At(5, 110, 150));
        tile.Apply(Step(4, 3, [(4, At(5, 113, 150))]));
        tile.Apply(Step(3, 2, [(4, At(5, 112, 150))]));
        Assert.Equal([At(5, 113, 150)], tile.Current);
        tile.Close(3, []);
        tile.Apply(Step(3, 3, [(4, At(5, 112, 150))]));
        tile.Apply(Step(5, 2, [(4, At(5, 112, 150))]));
        Assert.Equal([At(5, 113, 150)], tile.Current);
        Assert.Equal(3, tile.ClosedSweep);

        // As it was stored: the same.
        tile = new OwnedComponents(Grid, tile.Close(3, []));
        tile.Apply(Step(3, 3, [(4, At(5, 112, 150))]));
        Assert.Equal([At(5, 113, 150)], tile.Current);
        tile.Apply(Step(3, 4, [(4, At(5, 114, 150))]));
        Assert.Equal([At(5, 114, 150)], tile.Current);
    }

    [Fact]
    public void ListsThatWereReadDoNotChange()
    {
        OwnedComponents tile = Tile(4, At(5, 110, 150));
        IReadOnlyList<Component> before = tile.Current;
        tile.Apply(Step(4, 1, [(4, At(5, 112, 150))], [], [At(6, 140, 150)]));
        Assert.Equal([At(5, 110, 150)], before);
        IReadOnlyList<Component> stepped = tile.Current;
        tile.Close(1, [At(1, 120, 120)]);
        Assert.Equal([At(5, 112, 150), At(6, 140, 150)], stepped);
        Assert.Equal([1L, 5, 6], tile.Current.Select(component => component.Id));
    }

    /// <summary>Before and after the tile has closed, and after it has come back as it was stored.</summary>
    [Fact]
    public void DeparturesCanBeAskedForAgain()
    {
        OwnedComponents tile = Tile(4, At(5, 110, 150), At(6, 150, 150), At(7, 190, 150), At(8, 150, 110));
        tile.Apply(Step(4, 1, [(4, At(5, 99, 150)), (4, At(7, 199.5, 150)), (4, At(8, 201, 99))]));
        Check(tile);
        TileSnapshot snapshot = tile.Close(1, [At(3, 100, 100)]);
        Check(tile);
        Assert.Equal([At(3, 100, 100), At(6, 150, 150)], snapshot.Components);
        Assert.Equal([5L, 7, 8], snapshot.Departures.Select(component => component.Id));
        Check(new OwnedComponents(Grid, snapshot));

        // A second hand-over of the same sweep takes nothing more.
        Assert.Equal(snapshot.Components, tile.Close(1, [At(4, 101, 101)]).Components);

        // Nothing has left by the sweep that follows.
        Assert.All(Enumerable.Range(0, 9), other => Assert.Empty(tile.DeparturesTo(2, other)));
        Assert.Empty(tile.Close(2, []).Departures);

        static void Check(OwnedComponents tile)
        {
            Assert.Equal([At(5, 99, 150)], tile.DeparturesTo(1, 3));
            Assert.Equal([At(7, 199.5, 150)], tile.DeparturesTo(1, 5));
            Assert.Equal([At(8, 201, 99)], tile.DeparturesTo(1, 2));
            Assert.All([0, 1, 6, 7, 8], other => Assert.Empty(tile.DeparturesTo(1, other)));
        }
    }

    /// <summary>
    /// Sweeps over random components, some of them outside the raster: tiles hear of steps more than once, close in
    /// any order, some twice, some are lost and come back as they were stored. Nobody is lost or doubled.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryComponentIsOwnedByTheTileOfItsCentre(int seed)
    {
        var random = new Random(seed);
        Dictionary<long, Component> all = Enumerable.Range(0, 300)
            .Select(id => At(id, 320 * random.NextDouble() - 10, 320 * random.NextDouble() - 10))
            .ToDictionary(component => component.Id);
        OwnedComponents[] tiles = [.. Enumerable.Range(0, 9).Select(tile => Tile(tile, [.. OfTile(tile)]))];
        int moved = 0;
        for (int sweep = 1; sweep <= 8; sweep++)
        {
            foreach (int tile in Enumerable.Range(0, 9).OrderBy(Grid.ColourOf))
            {
                TileStepResult step = RandomStep(tile, sweep);
                foreach (int owner in Grid.NeighboursOf(tile).Append(tile).Append(tile))
                {
                    tiles[owner].Apply(owner == tile ? step : step.PartOf(owner));
                    tiles[owner].Apply(step);
                }
            }

            int[] order = [.. Enumerable.Range(0, 9).Concat(Enumerable.Range(0, 9)).OrderBy(_ => random.Next())];
            foreach (int tile in order)
            {
                IEnumerable<Component> arrivals =
                    Grid.NeighboursOf(tile).SelectMany(other => tiles[other].DeparturesTo(sweep, tile));
                TileSnapshot snapshot = tiles[tile].Close(sweep, arrivals);
                moved += snapshot.Departures.Count;
                tiles[tile] = random.Next(3) == 0 ? new OwnedComponents(Grid, snapshot) : tiles[tile];
            }

            for (int tile = 0; tile < 9; tile++)
            {
                Assert.Equal(OfTile(tile), tiles[tile].Current);
            }
        }

        Assert.InRange(moved, 50, int.MaxValue);

        IEnumerable<Component> OfTile(int tile) => all.Values
            .Where(component => Grid.OwnerOf(component.Shape.X, component.Shape.Y) == tile)
            .OrderBy(component => component.Id);

        // Moves what the tile frees by up to 12 px, away from its middle no farther than its window.
        TileStepResult RandomStep(int tile, int sweep)
        {
            IReadOnlyList<FreeComponent> free =
                StepAssembly.FreeComponents(Grid, tile, other => tiles[other].Current);
            var updated = new List<(int, Component)>();
            var removed = new List<long>();
            foreach (FreeComponent component in free)
            {
                Gaussian shape = component.Component.Shape;
                Gaussian shifted = shape with { X = shape.X + Shift(), Y = shape.Y + Shift() };
                if (component.Owner == tile && random.Next(20) == 0)
                {
                    removed.Add(component.Component.Id);
                    all.Remove(component.Component.Id);
                }
                else if (component.Limits.Holds(shifted))
                {
                    Component now = component.Component with { Shape = shifted };
                    updated.Add((component.Owner, now));
                    all[now.Id] = now;
                }
            }

            PixelRectangle core = Grid.CoreOf(tile);
            Component added = At(
                1000 - 10 * sweep - tile, core.X + 99 * random.NextDouble(), core.Y + 99 * random.NextDouble());
            all.Add(added.Id, added);
            return Step(tile, sweep, [.. updated], [.. removed], [added]);
        }

        double Shift() => 24 * random.NextDouble() - 12;
    }

    [Fact]
    public void APartHoldsTheUpdatesOfOneOwner()
    {
        TileStepResult step = Step(
            4, 2, [(3, At(1, 99, 150)), (4, At(5, 112, 151)), (3, At(2, 98, 150))], [7], [At(8, 150, 150)]);
        TileStepResult part = step.PartOf(3);
        Assert.Equal([(3, At(1, 99, 150)), (3, At(2, 98, 150))], part.Updated);
        Assert.Empty(part.Removed);
        Assert.Empty(part.Added);
        Assert.Equal((4, 2), (part.Tile, part.Sweep));
        Assert.Equal((step.State, step.Statistics), (part.State, part.Statistics));
        Assert.Empty(step.PartOf(0).Updated);
    }

    private static OwnedComponents Tile(int tile, params Component[] components) =>
        new(Grid, new TileSnapshot(tile, 0, components, []));

    private static Component At(long id, double x, double y) => new(id, new Gaussian(1, x, y, 2, 0, 2));

    private static TileStepResult Step(
        int tile, int sweep, (int, Component)[] updated, long[]? removed = null, Component[]? added = null) =>
        new(tile, sweep, updated, removed ?? [], added ?? [], MinimizerState.Initial, TileStepStatistics.Nothing);
}
