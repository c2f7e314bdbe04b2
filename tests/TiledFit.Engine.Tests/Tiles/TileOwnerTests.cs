using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tests.Fits;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Tiles;

/// <summary>
/// An owner that was given up for dead works on: whatever it stores first, the owner in its place knows before it is
/// reported.
/// </summary>
public class TileOwnerTests
{
    private const int Side = 64, Tile = 0, Neighbour = 1;

    private static readonly Gaussian Spot = new(2, Side - 6, 30, 3, 0, 3);

    private readonly TileGrid _grid = new(2 * Side, Side, Side, 8);
    private readonly MemoryRaster _raster = new(2 * Side, Side, (x, y) => Spot.ValueAt(x, y));
    private readonly MemoryJournal _journal = new();
    private readonly Place _place = new();

    public TileOwnerTests()
    {
        Gaussian start = Spot with { X = Spot.X + 0.5 };
        _journal.WriteTile(new TileSnapshot(Tile, 0, [new Component(1, start, ComponentFlags.None)], []));
    }

    [Fact]
    public async Task OfAStep()
    {
        var order = new StepTile(Tile, 1, Background.None, MinimizerState.Initial, new TileStepOptions());
        TileReport report = await CarryByOneGivenUp(order, 3);
        Assert.Equal(1, Assert.IsType<TileStepped>(report).Sweep);
        await AssertIsKnown(_journal.ReadStep(Tile)!.Updated.Select(update => update.Component));
    }

    [Fact]
    public async Task OfAHandOver()
    {
        Gaussian gone = Spot with { X = Side + 1 };
        var moved = new TileStepResult(
            Tile, 1, [(Tile, new Component(1, gone, ComponentFlags.None))], [], [], MinimizerState.Initial,
            TileStepStatistics.Nothing);
        _journal.WriteStep(moved);
        TileReport report = await CarryByOneGivenUp(new CloseTile(Tile, 1), 2);
        Assert.Equal(0, Assert.IsType<TileClosed>(report).Components);
        await AssertIsKnown([]);
    }

    [Fact]
    public async Task AStepThatEndsWhoeverTakesItIsGivenUpAndTriedAgainWhenResumed()
    {
        var order = new StepTile(Tile, 1, Background.None, MinimizerState.Initial, new TileStepOptions());
        for (int attempt = 0; attempt < 20; attempt++)
        {
            Assert.Equal(attempt, _journal.TryStep(Tile, 1));
        }

        _place.Owner = NewOwner(new HeldWorkers(int.MaxValue));
        FruitlessStepException e = await Assert.ThrowsAsync<FruitlessStepException>(() => _place.Owner.Carry(order));
        Assert.StartsWith("the step of tile 0 in sweep 1 was begun 20 times and never finished", e.Message);
        Assert.IsType<TileStepped>(await _place.Owner.Carry(order));
    }

    // Another owner takes its place, and knows what is stored, while the first is at its last piece of work.
    private async Task<TileReport> CarryByOneGivenUp(TileOrder order, int pieces)
    {
        var workers = new HeldWorkers(pieces - 1);
        Task<TileReport?> report = NewOwner(workers).Carry(order);
        _place.Owner = NewOwner(new HeldWorkers(int.MaxValue));
        await _place.Owner.SeenBy(Neighbour);
        workers.Release();
        return (await report)!;
    }

    private async Task AssertIsKnown(IEnumerable<Component> expected) => Assert.Equal(
        expected.SelectMany(FitCase.BitsOf), (await _place.Owner!.SeenBy(Neighbour)).SelectMany(FitCase.BitsOf));

    private TileOwner NewOwner(HeldWorkers workers) => new(
        _raster, _grid, Tile, _journal, new BackgroundSource(_journal, _raster.Info), _place, workers,
        CancellationToken.None);

    /// <summary>Works at once, but for all after the first pieces, which wait.</summary>
    private sealed class HeldWorkers(int free) : ITileWorkers
    {
        private readonly TaskCompletionSource _released = new();
        private readonly TileWorker _worker = new();
        private int _pieces;

        public void Release() => _released.SetResult();

        public async Task<T> Run<T>(Func<TileWorker, T> work)
        {
            if (_pieces++ >= free)
            {
                await _released.Task;
            }

            return work(_worker);
        }
    }

    /// <summary>Leads to the tile's present owner; the tile beside it is empty.</summary>
    private sealed class Place : ITileNeighbours
    {
        public TileOwner? Owner { get; set; }

        public Task<IReadOnlyList<Component>> SeenBy(int tile, int asker) => Nothing;

        public Task Tell(int tile, TileStepResult part) => Task.CompletedTask;

        public Task NoteStored(int tile, int sweep, bool isClosed) => Owner!.NoteStored(sweep, isClosed);

        public Task<IReadOnlyList<Component>> DeparturesTo(int tile, int sweep, int asker) => Nothing;

        private static Task<IReadOnlyList<Component>> Nothing => Task.FromResult<IReadOnlyList<Component>>([]);
    }
}
