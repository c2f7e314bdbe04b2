using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>
/// Runs a job on one thread, its waiting orders in random order; every report is told twice, and now and then all of
/// them once more.
/// </summary>
internal sealed class ShuffledHost(IRaster raster, FitOptions options, int seed, long mostBytes = long.MaxValue)
{
    private readonly MemoryJournal _journal = new();

    private readonly TileGrid _grid =
        new(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);

    /// <summary>Fits, and compares the bits with those of another host.</summary>
    /// <returns>The job at its end.</returns>
    public FitJobState AssertGives(FitResult expected, IReadOnlyList<Gaussian>? initial)
    {
        (FitJobState state, IReadOnlyList<Component> components) = Fit(initial);
        Assert.Equal(expected.Objective, state.Objective);
        Assert.Equal(
            expected.Components.SelectMany(row => FitCase.BitsOf(row.Component)),
            components.SelectMany(FitCase.BitsOf));
        return state;
    }

    private (FitJobState State, IReadOnlyList<Component> Components) Fit(IReadOnlyList<Gaussian>? initial)
    {
        InitialComponents.Distribute(initial ?? [], _grid, options, observer: null)
            .ToList().ForEach(_journal.WriteTile);
        var store = new ComponentStore(_grid, _journal, mostBytes);
        var job = new LocalJob(
            new RegionGrid(_grid), options,
            FitJobState.Start(initial is null, InitialComponents.CoarseOf(initial ?? [], _grid, options)));
        TileWorker[] workers = [new(), new(), new()];
        var random = new Random(seed);
        var told = new List<TileReport>();
        var backgrounds = new BackgroundSource(_journal, raster.Info);
        List<TileOrder> waiting = [.. job.Start()];
        while (!job.IsFinished)
        {
            int next = random.Next(waiting.Count);
            TileOrder order = waiting[next];
            waiting.RemoveAt(next);
            TileReport report = CarryOut(order, workers[random.Next(workers.Length)], store, backgrounds);
            waiting.AddRange(job.Handle(report));
            if (job.Job.NewMesh is { } mesh)
            {
                _journal.WriteMesh(mesh);
            }

            told.Add(report);
            foreach (TileReport past in random.Next(8) == 0 ? told : [report])
            {
                Assert.Empty(job.Handle(past));
            }
        }

        Assert.Empty(waiting);
        return (job.Job.State, [
            .. Enumerable.Range(0, _grid.Count).SelectMany(store.Of), .. job.Job.State.CoarseComponents,
        ]);
    }

    // Steps are told to the tiles twice as well, and hand-overs done twice.
    private TileReport CarryOut(
        TileOrder order, TileWorker worker, ComponentStore store, BackgroundSource backgrounds)
    {
        switch (order)
        {
            case SurveyTile survey:
                return new TileSurveyed(
                    order.Tile, worker.Survey(raster, _grid, survey), store.Of(order.Tile).Count);
            case CountTile count:
                return new TileCounted(
                    order.Tile, count.Sweep,
                    worker.Count(
                        raster, _grid, backgrounds.Of(count), tile => Seen(store, order.Tile, tile),
                        CancellationToken.None))
                {
                    Trial = count.Trial,
                };
            case StepTile step:
                TileStepResult result = worker.Step(
                    raster, _grid, backgrounds.Of(step), tile => Seen(store, order.Tile, tile), CancellationToken.None);
                _journal.WriteStep(result);
                store.Apply(result);
                store.Apply(result);
                return TileStepped.Of(result);
            case CloseTile close:
                TileClosed first = store.Close(close), second = store.Close(close);
                Assert.Equal(first.Components, second.Components);
                Assert.Equal(first.Outgrown, second.Outgrown);
                Assert.Equal(_journal.ReadTile(order.Tile)!.Components, store.Of(order.Tile));
                return second;
            default:
                throw new InvalidOperationException(order.ToString());
        }
    }

    // A step sees no more of its neighbours than it must.
    private IReadOnlyList<Component> Seen(ComponentStore store, int tile, int owner) => owner == tile
        ? store.Of(tile)
        : StepAssembly.SeenBy(_grid, tile, owner, store.Of(owner));
}
