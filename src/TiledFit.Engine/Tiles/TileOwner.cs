using System.Diagnostics;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tiles;

/// <summary>
/// A tile where each tile lives on its own, as in a cluster: it keeps its components, carries out the orders of its
/// region and answers its neighbours. Whatever it has reported is in the journal; all else can be done again, to the
/// same bits.
/// </summary>
/// <remarks>
/// Not thread-safe: calls may interleave where they await, but must not run at once. A step's record is stored first,
/// then the neighbours are told, and the tile's owner of that moment, which is another when this one was given up for
/// dead and works on; then it is reported. An owner that is made anew reads the records of its own and its
/// neighbours' steps, so that it knows of every step that was reported.
/// </remarks>
public sealed class TileOwner
{
    private readonly IRaster _raster;
    private readonly TileGrid _grid;
    private readonly int _tile;
    private readonly IJobJournal _journal;
    private readonly BackgroundSource _backgrounds;
    private readonly ITileNeighbours _neighbours;
    private readonly ITileWorkers _workers;
    private readonly CancellationToken _cancellation;
    private Task<OwnedComponents>? _owned;

    /// <summary>The owner of a tile.</summary>
    /// <param name="raster">The raster.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="journal">The job's journal.</param>
    /// <param name="backgrounds">The nodes of the background's mesh, for all tiles of the job.</param>
    /// <param name="neighbours">The owners of the tiles beside it.</param>
    /// <param name="workers">Do the work.</param>
    /// <param name="cancellation">Stops steps.</param>
    public TileOwner(
        IRaster raster, TileGrid grid, int tile, IJobJournal journal, BackgroundSource backgrounds,
        ITileNeighbours neighbours, ITileWorkers workers, CancellationToken cancellation)
    {
        _raster = raster;
        _grid = grid;
        _tile = tile;
        _journal = journal;
        _backgrounds = backgrounds;
        _neighbours = neighbours;
        _workers = workers;
        _cancellation = cancellation;
    }

    /// <summary>Carries out an order.</summary>
    /// <returns>What is to be reported; null when the order is of a sweep that is over.</returns>
    public async Task<TileReport?> Carry(TileOrder order) => order switch
    {
        SurveyTile survey => await Survey(survey),
        CountTile count => await Count(count),
        StepTile step => await Step(step),
        CloseTile close => await Close(close),
        _ => throw new UnreachableException(order.ToString()),
    };

    /// <summary>The components that matter to a neighbour, with all steps of the sweep so far.</summary>
    public async Task<IReadOnlyList<Component>> SeenBy(int asker) =>
        StepAssembly.SeenBy(_grid, asker, _tile, (await Owned()).Current);

    /// <summary>Takes note of what a neighbour's step changed.</summary>
    public async Task Take(TileStepResult part) => (await Owned()).Apply(part);

    /// <summary>
    /// Takes note that the tile's step of a sweep, or what it owns after the sweep, is stored: by this owner, or by an
    /// earlier one that this one would not hear of.
    /// </summary>
    public async Task NoteStored(int sweep, bool isClosed)
    {
        OwnedComponents owned = await Owned();
        if (isClosed ? owned.ClosedSweep < sweep : !owned.Knows(_tile, sweep))
        {
            _owned = null;
            await Owned();
        }
    }

    /// <summary>The components that leave for a neighbour at the end of a sweep, all of whose steps have ended.</summary>
    public async Task<IReadOnlyList<Component>> DeparturesTo(int sweep, int asker) =>
        (await Owned()).DeparturesTo(sweep, asker);

    private async Task<TileSurveyed> Survey(SurveyTile order)
    {
        OwnedComponents owned = await Owned();
        TileSurvey survey = await _workers.Run(worker => worker.Survey(_raster, _grid, order));
        return new TileSurveyed(_tile, survey, owned.Current.Count);
    }

    private async Task<TileCounted> Count(CountTile order)
    {
        Dictionary<int, IReadOnlyList<Component>> components = await Gather();
        TileCount count = await _workers.Run(worker => worker.Count(
            _raster, _grid, _backgrounds.Of(order), tile => components[tile], _cancellation));
        return new TileCounted(_tile, order.Sweep, count) { Trial = order.Trial };
    }

    private async Task<TileStepped?> Step(StepTile order)
    {
        TileStepResult? step = await _workers.Access(() => _journal.ReadStep(_tile));
        if (step is null || step.Sweep < order.Sweep)
        {
            step = await Compute(order);
        }
        else if (step.Sweep > order.Sweep)
        {
            return null;
        }

        (await Owned()).Apply(step);
        await Task.WhenAll(_grid.NeighboursOf(_tile)
            .Select(neighbour => (neighbour, part: step.PartOf(neighbour)))
            .Where(told => told.part.Updated.Count > 0)
            .Select(told => _neighbours.Tell(told.neighbour, told.part))
            .Append(_neighbours.NoteStored(_tile, step.Sweep, isClosed: false)));
        return TileStepped.Of(step);
    }

    private async Task<TileStepResult> Compute(StepTile order)
    {
        Dictionary<int, IReadOnlyList<Component>> components = await Gather();
        return await _workers.Run(worker =>
        {
            int repeats = _journal.TryStep(_tile, order.Sweep);
            TileStepResult step = worker.Step(
                _raster, _grid, _backgrounds.Of(order), tile => components[tile], _cancellation);
            return _journal.WriteStep(step with { Repeats = repeats });
        });
    }

    private async Task<TileClosed> Close(CloseTile order)
    {
        OwnedComponents owned = await Owned();
        IReadOnlyList<Component>[] arrivals = owned.ClosedSweep >= order.Sweep
            ? []
            : await Task.WhenAll(_grid.NeighboursOf(_tile)
                .Select(neighbour => _neighbours.DeparturesTo(neighbour, order.Sweep, _tile)));
        TileSnapshot snapshot = owned.Close(
            order.Sweep, arrivals.SelectMany(components => components).Concat(order.Arrivals ?? []), order.CoarseSigma);
        await _workers.Access(() =>
        {
            _journal.WriteTile(snapshot);
            return true;
        });
        await _neighbours.NoteStored(_tile, order.Sweep, isClosed: true);
        return new TileClosed(_tile, order.Sweep, snapshot.Components.Count) { Outgrown = owned.Outgrown };
    }

    private async Task<Dictionary<int, IReadOnlyList<Component>>> Gather()
    {
        OwnedComponents owned = await Owned();
        IReadOnlyList<int> neighbours = _grid.NeighboursOf(_tile);
        IReadOnlyList<Component>[] seen = await Task.WhenAll(
            neighbours.Select(neighbour => _neighbours.SeenBy(neighbour, _tile)));
        var components = new Dictionary<int, IReadOnlyList<Component>> { [_tile] = owned.Current };
        for (int k = 0; k < seen.Length; k++)
        {
            components[neighbours[k]] = seen[k];
        }

        return components;
    }

    // A failure to read is not kept: the next call tries again.
    private Task<OwnedComponents> Owned()
    {
        if (_owned is null or { IsFaulted: true } or { IsCanceled: true })
        {
            _owned = _workers.Access(() => OwnedComponents.Restore(_grid, _tile, _journal));
        }

        return _owned;
    }
}
