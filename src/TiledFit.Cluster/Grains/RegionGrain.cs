using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using TiledFit.Cluster.Hosting;
using TiledFit.Cluster.Jobs;
using TiledFit.Cluster.Placement;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>
/// Hosts a <see cref="RegionJob"/>: carries its messages, stores its state before a report is passed on, and says again
/// what has not been answered.
/// </summary>
[Reentrant]
[BlockPlacement]
internal sealed partial class RegionGrain(
    [PersistentState("region", SiloStorage.Name)] IPersistentState<RegionRecord> storage,
    JobContexts contexts,
    SiloBlocks blocks,
    ILogger<RegionGrain> logger) : Grain, IRegionGrain
{
    private static readonly TimeSpan RepeatPeriod = TimeSpan.FromSeconds(1.5), StoreRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MovePatience = TimeSpan.FromMilliseconds(100);

    private readonly long _activated = Stopwatch.GetTimestamp();
    private GrainKeys _key;
    private JobContext? _context;
    private CancellationTokenRegistration _registration;
    private RegionJob? _region;
    private IGrainTimer? _timer;
    private double[] _seconds = [];
    private int _storedEpoch;
    private Task? _storing;

    private bool IsAtRest => _region is null || (_region.IsComplete && _storedEpoch == _region.Epoch);

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
    public async Task<RegionFigures?> Order(int run, Immutable<byte[]> order)
    {
        if (IsAtRest && blocks.IsMisplaced(_key, _activated))
        {
            DeactivateOnIdle();
            return null;
        }

        RegionJob region = await Region(run);
        Send(region.Handle(JobStateFormat.Read<RegionOrder>(order.Value)));
        return new RegionFigures(region.Epoch, region.ActiveTiles, region.RemainingTiles);
    }

    /// <inheritdoc/>
    public async Task Report(int run, Immutable<byte[]> report, double seconds)
    {
        RegionJob region = await Region(run);
        var tile = JobStateFormat.Read<TileReport>(report.Value);
        if (tile is TileStepped)
        {
            _seconds[IndexOf(region, tile.Tile)] += seconds;
        }

        Send(region.Handle(tile));
    }

    /// <inheritdoc/>
    public async Task Ended(int run, Immutable<byte[]> ended)
    {
        RegionJob region = await Region(run);
        Send(region.Handle(JobStateFormat.Read<TilesEnded>(ended.Value)));
    }

    /// <inheritdoc/>
    public async Task<RegionRecord> Tiles(int run)
    {
        await Region(run);
        return storage.State;
    }

    /// <inheritdoc/>
    public async Task Forget()
    {
        await storage.ClearStateAsync();
        DeactivateOnIdle();
    }

    private static int IndexOf(RegionJob region, int tile)
    {
        int index = 0;
        while (region.Tiles[index] != tile)
        {
            index++;
        }

        return index;
    }

    private async Task<RegionJob> Region(int run)
    {
        JobContext context = await contexts.Get(_key.Job, run);
        if (_context != context)
        {
            RegionState? state = storage.State.State is { } stored ? JobStateFormat.Read<RegionState>(stored) : null;
            _context = context;
            _region = new RegionJob(context.Regions, _key.Region, context.Options, state);
            _storedEpoch = _region.Epoch;
            _seconds = storage.State.Seconds.Length > 0
                ? [.. storage.State.Seconds]
                : new double[_region.Tiles.Count];
            _registration.Dispose();
            _registration = context.DeactivateAtEnd(GrainContext);
            _timer ??= this.RegisterGrainTimer(Repeat, new GrainTimerCreationOptions(RepeatPeriod, RepeatPeriod)
            {
                Interleave = true,
                KeepAlive = true,
            });
        }

        return _region!;
    }

    private Task Repeat(CancellationToken cancellation)
    {
        Send(_region!.Outstanding());
        return Task.CompletedTask;
    }

    private void Send(IEnumerable<JobMessage> messages)
    {
        foreach (JobMessage message in messages)
        {
            _ = Send(message);
        }
    }

    // What gets lost is said again by the timer.
    private async Task Send(JobMessage message)
    {
        try
        {
            await (message switch
            {
                TileOrder order => Give(order),
                TilesEnded ended => Neighbour(ended.Region).Ended(_context!.Run, Write(ended)),
                RegionReport report => Pass(report),
                _ => throw new InvalidOperationException($"a region does not send {message}."),
            });
        }
        catch (Exception e)
        {
            LogLost(logger, _key.Region, message.GetType().Name, e.Message);
        }
    }

    private async Task Give(TileOrder order)
    {
        ITileGrain tile = GrainFactory.GetGrain<ITileGrain>(
            GrainKeys.OfTile(_key.Job, _key.Regions, _key.Region, order.Tile));
        Immutable<byte[]> text = JobStateFormat.Write(order).AsImmutable();
        while (!await tile.Carry(_context!.Run, text))
        {
            await Task.Delay(MovePatience, _context.Stopping);
        }
    }

    private async Task Pass(RegionReport report)
    {
        int run = _context!.Run;
        await Store();
        await GrainFactory.GetGrain<IJobCoordinator>(_key.Job).Report(run, Write(report));
    }

    private Task Store()
    {
        if (_storedEpoch == _region!.Epoch)
        {
            return Task.CompletedTask;
        }

        return _storing is { IsCompleted: false } ? _storing : _storing = Write(_region.Epoch);
    }

    // As long as nothing can be stored, nothing is passed on.
    private async Task Write(int epoch)
    {
        storage.State.State = JobStateFormat.Write(_region!.Save());
        storage.State.Seconds = [.. _seconds];
        while (_storedEpoch != epoch)
        {
            try
            {
                await storage.WriteStateAsync();
                _storedEpoch = epoch;
            }
            catch (InconsistentStateException)
            {
                // There is another activation, or the last attempt has succeeded after all: what is stored counts.
                DeactivateOnIdle();
                throw;
            }
            catch (Exception e)
            {
                LogNotStored(logger, _key.Region, e.Message);
                await Task.Delay(StoreRetry, _context!.Stopping);
            }
        }
    }

    private IRegionGrain Neighbour(int region) =>
        GrainFactory.GetGrain<IRegionGrain>(GrainKeys.OfRegion(_key.Job, _key.Regions, region));

    private static Immutable<byte[]> Write<T>(T message)
        where T : JobMessage =>
        JobStateFormat.Write(message).AsImmutable();

    [LoggerMessage(LogLevel.Debug, "Region {Region}: {Message} is said again later: {Reason}")]
    private static partial void LogLost(ILogger logger, int region, string message, string reason);

    [LoggerMessage(LogLevel.Warning, "Region {Region} cannot store its state and tries again: {Reason}")]
    private static partial void LogNotStored(ILogger logger, int region, string reason);
}
