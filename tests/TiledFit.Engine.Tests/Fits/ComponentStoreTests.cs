using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Engine.Journals;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Fits;

public class ComponentStoreTests
{
    // Tiles 0 1 2 / 3 4 5 / 6 7 8 of 100 px.
    private static readonly TileGrid Grid = new(300, 300, 100, 10);

    private readonly MemoryJournal _journal = new();

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void AResultChangesItsOwnersAndItsTile(long mostBytes)
    {
        ComponentStore store = Store(mostBytes, At(50, 50), At(150, 50), At(150, 60), At(250, 50));
        Assert.Equal([1, 2, 1, 0, 0, 0, 0, 0, 0], Counts(store));
        Apply(store, Result(
            1,
            [(0, new Component(0, At(51, 50))), (1, new Component(2, At(149, 61)))],
            [1],
            [new Component(77, At(160, 20))]));
        Assert.Equal([new Component(0, At(51, 50))], store.Of(0));
        Assert.Equal([new Component(2, At(149, 61)), new Component(77, At(160, 20))], store.Of(1));
        Assert.Equal([new Component(3, At(250, 50))], store.Of(2));
    }

    [Theory]
    [InlineData(false, long.MaxValue)]
    [InlineData(true, long.MaxValue)]
    [InlineData(false, 0)]
    [InlineData(true, 2 * ComponentStore.ComponentBytes)]
    public void ComponentsThatLeftTheirTileAreHandedOverInOrder(bool backwards, long mostBytes)
    {
        ComponentStore store = Store(mostBytes, At(50, 50), At(60, 50), At(150, 50), At(50, 150));
        Apply(store, Result(0, [(0, new Component(0, At(100, 50))), (0, new Component(1, At(60, 50)))], [], []));
        Apply(store, Result(3, [(3, new Component(3, At(120, 99)))], [], []));
        CloseAll(1);
        Assert.Equal([1L], store.Of(0).Select(c => c.Id));
        Assert.Equal([0L, 2, 3], store.Of(1).Select(c => c.Id));
        Assert.Empty(store.Of(3));
        CloseAll(1);
        CloseAll(2);
        Assert.Equal([1, 3, 0, 0, 0, 0, 0, 0, 0], Counts(store));

        void CloseAll(int sweep)
        {
            foreach (int tile in Enumerable.Range(0, Grid.Count).OrderBy(tile => backwards ? -tile : tile))
            {
                Assert.Equal(store.Close(new CloseTile(tile, sweep)).Components, store.Of(tile).Count);
                Assert.Equal(sweep, _journal.ReadTile(tile)!.Sweep);
            }
        }
    }

    private ComponentStore Store(long mostBytes, params Gaussian[] components)
    {
        InitialComponents.Distribute(components, Grid, new FitOptions { TileSize = 100, Ring = 10 }, null)
            .ToList().ForEach(_journal.WriteTile);
        return new ComponentStore(Grid, _journal, mostBytes);
    }

    private void Apply(ComponentStore store, TileStepResult step)
    {
        _journal.WriteStep(step);
        store.Apply(step);
    }

    private static int[] Counts(ComponentStore store) =>
        [.. Enumerable.Range(0, Grid.Count).Select(tile => store.Of(tile).Count)];

    private static Gaussian At(double x, double y) => new(1, x, y, 2, 0, 2);

    private static TileStepResult Result(
        int tile, (int, Component)[] updated, long[] removed, Component[] added) =>
        new(tile, 1, updated, removed, added, MinimizerState.Initial, TileStepStatistics.Nothing);
}
