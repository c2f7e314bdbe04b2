using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>
/// Runs a job on one thread, its waiting orders in random order; every report is told twice, and now and then all of
/// them once more.
/// </summary>
internal sealed class ShuffledHost(IRaster raster, FitOptions options, int seed)
{
    private readonly TileGrid _grid =
        new(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);

    public (FitJobState State, IReadOnlyList<Component> Components) Fit(IReadOnlyList<Gaussian>? initial)
    {
        var store = new ComponentStore(
            _grid, InitialComponents.Distribute(initial ?? [], _grid, options, observer: null));
        var job = new LocalJob(
            new RegionGrid(_grid), options, new FitJobState { FindsStart = initial is null });
        TileWorker[] workers = [new(), new(), new()];
        var random = new Random(seed);
        var told = new List<TileReport>();
        List<TileOrder> waiting = [.. job.Start()];
        while (!job.IsFinished)
        {
            int next = random.Next(waiting.Count);
            TileOrder order = waiting[next];
            waiting.RemoveAt(next);
            TileReport report = CarryOut(order, workers[random.Next(workers.Length)], store);
            waiting.AddRange(job.Handle(report));
            told.Add(report);
            foreach (TileReport past in random.Next(8) == 0 ? told : [report])
            {
                Assert.Empty(job.Handle(past));
            }
        }

        Assert.Empty(waiting);
        return (job.Job.State, [.. Enumerable.Range(0, _grid.Count).SelectMany(store.Of)]);
    }

    // Steps are told to the tiles twice as well, and hand-overs done twice.
    private TileReport CarryOut(TileOrder order, TileWorker worker, ComponentStore store)
    {
        switch (order)
        {
            case SurveyTile survey:
                return new TileSurveyed(
                    order.Tile, worker.Survey(raster, _grid, survey), store.Of(order.Tile).Count);
            case CountTile count:
                return new TileCounted(
                    order.Tile, count.Sweep,
                    worker.Count(raster, _grid, count, tile => Seen(store, order.Tile, tile), CancellationToken.None));
            case StepTile step:
                TileStepResult result = worker.Step(
                    raster, _grid, step, tile => Seen(store, order.Tile, tile), null, CancellationToken.None);
                store.Apply(result);
                store.Apply(result);
                return TileStepped.Of(result);
            case CloseTile close:
                TileSnapshot first = store.Close(order.Tile, close.Sweep);
                TileSnapshot second = store.Close(order.Tile, close.Sweep);
                Assert.Equal(first.Components, second.Components);
                Assert.Equal(first.Departures, second.Departures);
                return new TileClosed(order.Tile, close.Sweep, second.Components.Count);
            default:
                throw new InvalidOperationException(order.ToString());
        }
    }

    // A step sees no more of its neighbours than it must.
    private IReadOnlyList<Component> Seen(ComponentStore store, int tile, int owner) => owner == tile
        ? store.Of(tile)
        : StepAssembly.SeenBy(_grid, tile, owner, store.Of(owner));
}
