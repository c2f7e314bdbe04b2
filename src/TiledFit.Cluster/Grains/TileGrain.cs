using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using TiledFit.Cluster.Hosting;
using TiledFit.Cluster.Jobs;
using TiledFit.Cluster.Placement;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>Hosts a <see cref="TileOwner"/>.</summary>
[Reentrant]
[BlockPlacement]
internal sealed partial class TileGrain(
    JobContexts contexts, SiloBlocks blocks, WorkerPool pool, ClusterMetrics metrics, ILogger<TileGrain> logger)
    : Grain, ITileGrain
{
    private readonly HashSet<OrderKey> _underWay = [];
    private readonly TimedWorkers _workers = new(pool);
    private readonly long _activated = Stopwatch.GetTimestamp();
    private GrainKeys _key;
    private JobContext? _context;
    private CancellationTokenRegistration _registration;
    private TileOwner? _owner;
    private (OrderKey Order, byte[] Report)? _reported;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = GrainKeys.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _registration.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> Carry(int run, Immutable<byte[]> order)
    {
        if (_underWay.Count == 0 && blocks.IsMisplaced(_key, _activated))
        {
            DeactivateOnIdle();
            return Task.FromResult(false);
        }

        _ = Work(run, JobStateFormat.Read<TileOrder>(order.Value));
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task<Immutable<byte[]>> SeenBy(int run, int asker) =>
        Answer(run, async owner => JournalFormat.Write(await owner.SeenBy(asker)).AsImmutable());

    /// <inheritdoc/>
    public Task Tell(int run, Immutable<byte[]> part) => Answer(run, async owner =>
    {
        await owner.Take(JournalFormat.ReadStep(part.Value));
        return true;
    });

    /// <inheritdoc/>
    public Task NoteStored(int run, int sweep, bool isClosed) => Answer(run, async owner =>
    {
        await owner.NoteStored(sweep, isClosed);
        return true;
    });

    /// <inheritdoc/>
    public Task<Immutable<byte[]>> DeparturesTo(int run, int sweep, int asker) =>
        Answer(run, async owner => JournalFormat.Write(await owner.DeparturesTo(sweep, asker)).AsImmutable());

    private async Task<TileOwner> Owner(int run)
    {
        JobContext context = await contexts.Get(_key.Job, run);
        if (_context != context)
        {
            _context = context;
            _reported = null;
            _owner = new TileOwner(
                context.Raster, context.Grid, _key.Tile, context.Journal, context.Backgrounds,
                new TileNeighbours(GrainFactory, context), _workers, context.Stopping);
            _registration.Dispose();
            _registration = context.DeactivateAtEnd(GrainContext);
        }

        return _owner!;
    }

    // A neighbour's question that fails for this tile's own reasons ends the job from here.
    private async Task<T> Answer<T>(int run, Func<TileOwner, Task<T>> answer)
    {
        try
        {
            return await answer(await Owner(run));
        }
        catch (Exception e) when (!Failure.IsStop(e))
        {
            await Fail(run, e);
            throw;
        }
    }

    private async Task Work(int run, TileOrder order)
    {
        OrderKey key = OrderKey.Of(run, order);
        if (!_underWay.Add(key))
        {
            return;
        }

        try
        {
            TileOwner owner = await Owner(run);
            if (_reported is not { } reported || reported.Order != key)
            {
                if (await Carry(owner, order) is not { } report)
                {
                    return;
                }

                _reported = reported = (key, report);
            }

            await Region.Report(run, reported.Report.AsImmutable(), _workers.Take());
        }
        catch (Exception e)
        {
            await OnFailed(run, e);
        }
        finally
        {
            _underWay.Remove(key);
        }
    }

    private async Task<byte[]?> Carry(TileOwner owner, TileOrder order)
    {
        using var work = metrics.Begin(order);
        return await owner.Carry(order) is { } report ? JobStateFormat.Write(report) : null;
    }

    private IRegionGrain Region =>
        GrainFactory.GetGrain<IRegionGrain>(GrainKeys.OfRegion(_key.Job, _key.Regions, _key.Region));

    // What passes is not told: the region gives the order again.
    private async Task OnFailed(int run, Exception e)
    {
        if (e is TransientFailureException or OrleansException or TimeoutException)
        {
            LogUnreachable(logger, _key.Tile, e.Message);
        }
        else if (!Failure.IsStop(e))
        {
            await Fail(run, e);
        }
    }

    private async Task Fail(int run, Exception e)
    {
        LogFailed(logger, e, _key.Tile, _key.Job);
        try
        {
            await GrainFactory.GetGrain<IJobCoordinator>(_key.Job)
                .Fail(run, Failure.Reason(e), Failure.IsInputFault(e));
        }
        catch (Exception unreachable)
        {
            LogUnreachable(logger, _key.Tile, unreachable.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Tile {Tile} is asked again later: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, int tile, string reason);

    [LoggerMessage(LogLevel.Error, "Tile {Tile} of job {Job} failed")]
    private static partial void LogFailed(ILogger logger, Exception e, int tile, string job);
}
