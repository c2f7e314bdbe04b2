using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;
using TiledFit.Cluster.Hosting;
using TiledFit.Cluster.Jobs;
using TiledFit.Cluster.Placement;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Results;
using TiledFit.Tiling.Jobs;
using TiledFit.Tiling.Levels;

namespace TiledFit.Cluster.Grains;

/// <summary>
/// Hosts a <see cref="FitJob"/>: starts, gives its orders to the regions, settles, publishes, cancels. Its state is
/// stored before new orders go out.
/// </summary>
[Reentrant]
internal sealed partial class JobGrain(
    [PersistentState("job", SiloStorage.Name)] IPersistentState<JsonState> storage,
    JobContexts contexts,
    JobLifecycle lifecycle,
    JobAgents agents,
    ClusterMetrics metrics,
    ILocalSiloDetails silo,
    ILogger<JobGrain> logger) : Grain, IJobGrain, IJobCoordinator, IRemindable
{
    private const string ReminderName = "alive";
    private const int MostPublishAttempts = 20;

    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1), ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MovePatience = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly SemaphoreSlim _averaging = new(1);
    private string _id = "";
    private JobRecord? _record;
    private double _elapsedBefore;
    private FitJob? _fit;
    private JobContext? _context;
    private RegionFigures[] _figures = [];
    private int _givenEpoch;
    private Task _activity = Task.CompletedTask;
    private bool _hasReminder;
    private int _publishAttempts;
    private IGrainTimer? _timer;
    private long _changes, _written;
    private Task? _writing;

    private double Elapsed => _elapsedBefore + _sinceStart.Elapsed.TotalSeconds;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        if (storage.State.Json is { } stored)
        {
            _record = JobStateFormat.Read<JobRecord>(stored);
            _elapsedBefore = _record.Clock.Elapsed;
            metrics.Restarted(_record.IsUnderWay);
        }

        KeepTicking();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task Begin(JobSpec spec, DateTimeOffset submitted)
    {
        _record ??= new JobRecord { Spec = spec, Submitted = submitted };
        await Store();
        KeepTicking();
    }

    /// <inheritdoc/>
    public Task<JobStage?> Wake() => Task.FromResult(_record?.Stage);

    /// <inheritdoc/>
    public Task<JobReport?> Status() => Task.FromResult(_record is null ? null : ReportOf(_record));

    /// <inheritdoc/>
    public async Task<JobReport> Cancel()
    {
        JobRecord record = Known();
        if (record.IsUnderWay)
        {
            _record = record with { Stage = JobStage.Cancelling, Reason = "cancelled on request" };
            contexts.Stop(_id, record.Run);
            await Store();
            KeepTicking();
        }
        else if (record.Stage is not (JobStage.Cancelling or JobStage.Cancelled))
        {
            throw new JobConflictException($"job {_id} is {record.Stage.ToString().ToLowerInvariant()}");
        }

        return ReportOf(_record!);
    }

    /// <inheritdoc/>
    public async Task<JobReport> Resume()
    {
        if (Known().Stage is JobStage.Failed or JobStage.Cancelled)
        {
            await GrainFactory.GetGrain<IJobRegister>(IJobIndexGrain.Key).Reopen(_id, Known().Spec.Output);
        }

        // A second call may have been quicker meanwhile.
        JobRecord record = Known();
        if (record.Stage is JobStage.Failed or JobStage.Cancelled)
        {
            _fit = null;
            _record = record with
            {
                Stage = JobStage.Queued,
                Run = record.Run + 1,
                Reason = null,
                IsInputFault = false,
                Finished = null,
                IsClean = false,
            };
            await Store();
            KeepTicking();
        }
        else if (!record.IsUnderWay)
        {
            throw new JobConflictException($"job {_id} is {record.Stage.ToString().ToLowerInvariant()}");
        }

        return ReportOf(_record!);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TileFigures>?> Tiles(int region)
    {
        if (_context is not { } context || region < 0 || region >= context.Regions.Count)
        {
            return null;
        }

        RegionRecord record = await Region(region).Tiles(context.Run);
        return record.State is null
            ? []
            : [.. JobStateFormat.Read<RegionState>(record.State).Tiles.Select((tile, k) => new TileFigures(
                context.Regions.TilesOf(region)[k], tile.Pixels, tile.Components, tile.Need, tile.Steps,
                record.Seconds[k]))];
    }

    /// <inheritdoc/>
    public async Task Report(int run, Immutable<byte[]> report)
    {
        if (_fit is not { } fit || _record is not { Stage: JobStage.Running } record || record.Run != run)
        {
            return;
        }

        try
        {
            if (!await Handle(fit, JobStateFormat.Read<RegionReport>(report.Value)))
            {
                return;
            }
        }
        catch (Exception e)
        {
            // Another raster explains what does not add up.
            if (await IsInputUnchanged())
            {
                await Fail(run, Failure.Reason(e), Failure.IsInputFault(e));
            }

            return;
        }

        _ = Advance();
    }

    // What the coarse level makes of the means of blocks is work of seconds, which no turn of a grain may take.
    private async Task<bool> Handle(FitJob fit, RegionReport report)
    {
        if (fit.State.Coarse is not { Stage: CoarseStage.Averaging })
        {
            return fit.Handle(report);
        }

        await _averaging.WaitAsync();
        try
        {
            return await Task.Run(() => fit.Handle(report));
        }
        finally
        {
            _averaging.Release();
        }
    }

    /// <inheritdoc/>
    public async Task Fail(int run, string reason, bool isInputFault)
    {
        if (_record is not { IsUnderWay: true } record || record.Run != run)
        {
            return;
        }

        LogFailed(logger, _id, reason);
        _record = record with
        {
            Stage = JobStage.Failed,
            Reason = reason,
            IsInputFault = isInputFault,
            Finished = DateTimeOffset.UtcNow,
        };
        await Store();
        await Tick(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task Forget()
    {
        if (_record is { } record)
        {
            await Discard(record.Regions);
            await storage.ClearStateAsync();
            DeactivateOnIdle();
        }
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    // A job that has ended sleeps.
    private void KeepTicking() => _timer ??= this.RegisterGrainTimer(
        Tick, new GrainTimerCreationOptions(TimeSpan.Zero, TickPeriod) { Interleave = true, KeepAlive = true });

    private JobRecord Known() => _record ?? throw new JobConflictException($"there is no job {_id}");

    // Whatever is to be done next for the stage that the job is in.
    private Task Tick(CancellationToken cancellation)
    {
        switch (_record)
        {
            case { IsUnderWay: true } when _fit is null:
                Begin(Start);
                break;
            case { IsUnderWay: true } when _fit.State.Phase == JobPhase.Finished:
                Begin(Publish);
                break;
            case { IsUnderWay: true }:
                GiveOrders();
                break;
            case { IsClean: false }:
                Begin(Clean);
                break;
            default:
                _timer?.Dispose();
                _timer = null;
                break;
        }

        return Task.CompletedTask;
    }

    private void Begin(Func<Task> activity)
    {
        if (_activity.IsCompleted)
        {
            _activity = Guard(activity);
        }
    }

    private async Task Guard(Func<Task> activity)
    {
        int run = _record!.Run;
        try
        {
            await activity();
        }
        catch (Exception e) when (Failure.IsStop(e) || e is TransientFailureException)
        {
            LogLater(logger, _id, e.Message);
        }
        catch (Exception e)
        {
            LogException(logger, e, _id);
            await Fail(run, Failure.Reason(e), Failure.IsInputFault(e));
        }
    }

    private async Task Start()
    {
        JobRecord record = _record!;
        await KeepAlive();
        JobStart start = await lifecycle.Start(_id, record.Spec, record.Run);
        if (start.Published is { } published)
        {
            await End(published);
            return;
        }

        _context = await contexts.Get(_id, record.Run);
        _elapsedBefore = record.Clock.Elapsed;
        _sinceStart.Restart();
        _figures = new RegionFigures[_context.Regions.Count];
        if (_record is not { IsUnderWay: true } || _record.Run != record.Run)
        {
            return;
        }

        var fit = new FitJob(
            _context.Regions, _context.Options,
            record.Fit ?? FitJobState.Start(record.Spec.Init is null, start.Coarse));
        _record = _record with
        {
            Stage = JobStage.Running,
            Started = record.Started is null || record.Stage == JobStage.Queued
                ? DateTimeOffset.UtcNow
                : record.Started,
            Messages = start.Messages,
            Regions = _context.Regions.Count,
            Fit = fit.State,
        };
        await Store();
        _fit = fit;
        _givenEpoch = fit.State.Epoch;
        await TryTell(JobStage.Running);
        await Tick(CancellationToken.None);
    }

    // The order is given once it is stored that it is.
    private async Task Advance()
    {
        FitJob fit = _fit!;
        FitJobState state = fit.State;
        BackgroundMesh? mesh = fit.NewMesh;
        if (!await IsInputUnchanged() || !await Keep(mesh) || !IsRunning(fit))
        {
            return;
        }

        _record = _record! with { Fit = state, Clock = _record.Clock.Note(state, Elapsed) };
        metrics.Note(_id, state);
        await Store();
        if (IsRunning(fit))
        {
            _givenEpoch = state.Epoch;
            await Tick(CancellationToken.None);
        }
    }

    // Tiles are given orders once it is there.
    private Task<bool> Keep(BackgroundMesh? mesh) =>
        mesh is null ? Task.FromResult(true) : Try(context => lifecycle.Keep(context, mesh));

    // It may have failed, been cancelled and resumed while something was awaited.
    private bool IsRunning(FitJob fit) => _fit == fit && _record is { Stage: JobStage.Running };

    private Task<bool> IsInputUnchanged() => Try(lifecycle.CheckInput);

    // A failure is the job's.
    private async Task<bool> Try(Func<JobContext, Task> work)
    {
        JobContext context = _context!;
        try
        {
            await work(context);
            return true;
        }
        catch (Exception e) when (Failure.IsStop(e))
        {
            // The silo stops, and the raster is closed: another one does it again.
            LogLater(logger, _id, e.Message);
            return false;
        }
        catch (Exception e)
        {
            await Fail(context.Run, Failure.Reason(e), Failure.IsInputFault(e));
            return false;
        }
    }

    private void GiveOrders()
    {
        if (_fit!.State.Epoch != _givenEpoch)
        {
            return;
        }

        for (int region = 0; region < _context!.Regions.Count; region++)
        {
            _ = Give(region, _givenEpoch, JobStateFormat.Write(_fit.OrderOf(region)).AsImmutable());
        }
    }

    // What gets lost is given again by the timer.
    private async Task Give(int region, int epoch, Immutable<byte[]> order)
    {
        try
        {
            while (_record is { Stage: JobStage.Running, Run: var run } && _givenEpoch == epoch)
            {
                if (await Region(region).Order(run, order) is { } figures)
                {
                    _figures[region] = figures;
                    return;
                }

                await Task.Delay(MovePatience);
            }
        }
        catch (Exception e)
        {
            LogLater(logger, _id, e.Message);
        }
    }

    private async Task Publish()
    {
        JobRecord record = _record!;
        RegionRecord[] regions = await Task.WhenAll(
            Enumerable.Range(0, record.Regions).Select(region => TilesOf(region, record.Run)));
        await End(await Publish(regions, record.Clock));
    }

    // A silo that was given up for dead may still be at it.
    private async Task<Manifest> Publish(RegionRecord[] regions, JobClock clock)
    {
        try
        {
            return await lifecycle.Publish(_context!, _fit!, regions, clock);
        }
        catch (InputException e) when (++_publishAttempts < MostPublishAttempts)
        {
            throw new TransientFailureException(e.Message, e);
        }
    }

    private async Task<RegionRecord> TilesOf(int region, int run)
    {
        try
        {
            return await Region(region).Tiles(run);
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"region {region} did not answer: {e.Message}", e);
        }
    }

    private async Task End(Manifest published)
    {
        _record = Done(_record!, published);
        await Store();
        await Clean();
    }

    private static JobRecord Done(JobRecord record, Manifest published) => record with
    {
        Stage = JobStage.Done,
        Outcome = JobOutcome.Of(published, record.Clock.Seconds, record.Fit?.RepeatedSteps ?? 0),
        Finished = DateTimeOffset.UtcNow,
        Reason = null,
    };

    // Stops the run on every silo; what is done for good leaves nothing behind.
    private async Task Clean()
    {
        JobRecord record = _record!;
        await lifecycle.Stop(_id, record.Run);
        await agents.Stop(_id, record.Run);
        if (record.Stage == JobStage.Cancelling)
        {
            record = await lifecycle.Published(_id, record.Spec) is { } published
                ? Done(record, published)
                : record with { Stage = JobStage.Cancelled, Finished = DateTimeOffset.UtcNow };
        }

        if (record.Stage == JobStage.Done)
        {
            await Discard(record.Regions);
        }

        await Tell(record.Stage);
        await EndReminder();
        if (_record!.Run != record.Run)
        {
            // Resumed meanwhile: the next run starts when this returns.
            return;
        }

        _fit = null;
        _context = null;
        _record = record with { IsClean = true };
        await Store();
    }

    // What was needed while it ran, and to go on.
    private async Task Discard(int regions)
    {
        await Task.WhenAll(Enumerable.Range(0, regions).Select(Forget));
        await lifecycle.Remove(_id);
    }

    private async Task Forget(int region)
    {
        try
        {
            await Region(region).Forget();
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"region {region} did not answer: {e.Message}", e);
        }
    }

    private IRegionGrain Region(int region) => GrainFactory.GetGrain<IRegionGrain>(
        GrainKeys.OfRegion(_id, _record!.Regions, region));

    private async Task Tell(JobStage stage)
    {
        try
        {
            await GrainFactory.GetGrain<IJobRegister>(IJobIndexGrain.Key).Note(_id, stage);
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"the index did not answer: {e.Message}", e);
        }
    }

    // Before its end the index only likes to know.
    private async Task TryTell(JobStage stage)
    {
        try
        {
            await Tell(stage);
        }
        catch (TransientFailureException e)
        {
            LogLater(logger, _id, e.Message);
        }
    }

    private async Task KeepAlive()
    {
        if (_hasReminder)
        {
            return;
        }

        try
        {
            await this.RegisterOrUpdateReminder(ReminderName, ReminderPeriod, ReminderPeriod);
            _hasReminder = true;
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"the reminder cannot be stored: {e.Message}", e);
        }
    }

    private async Task EndReminder()
    {
        try
        {
            if (await this.GetReminder(ReminderName) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }

            _hasReminder = false;
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"the reminder cannot be removed: {e.Message}", e);
        }
    }

    // Returns when all that has changed so far is stored, however long that takes.
    private async Task Store()
    {
        long wanted = ++_changes;
        while (_written < wanted)
        {
            _writing ??= Write();
            await _writing;
        }
    }

    private async Task Write()
    {
        await Task.Yield();
        long changes = _changes;
        storage.State.Json = JobStateFormat.Write(_record);
        try
        {
            await storage.WriteStateAsync();
            _written = changes;
        }
        catch (InconsistentStateException)
        {
            // There is another activation, or the last attempt has succeeded after all: what is stored counts.
            DeactivateOnIdle();
            throw;
        }
        catch (Exception e)
        {
            LogNotStored(logger, _id, e.Message);
            await Task.Delay(StoreRetry);
        }
        finally
        {
            _writing = null;
        }
    }

    private JobReport ReportOf(JobRecord record) => new(
        _id, record.Stage, record.Spec, record.Submitted, record.Started, record.Finished, record.Run,
        $"{silo.SiloAddress.Endpoint}", record.Stage == JobStage.Running ? FiguresOf(record) : null, record.Outcome,
        record.IsInputFault, record.Reason, [.. record.Messages, .. record.Fit?.Messages ?? []]);

    private JobFigures? FiguresOf(JobRecord record)
    {
        if (_fit is not { State: var state } || _context is null)
        {
            return null;
        }

        SweepRecord? last = state.Sweeps.Count > 0 ? state.Sweeps[^1] : null;
        RegionFigures[] figures = [.. _figures.Where(region => region.Epoch == state.Epoch)];
        int active = figures.Sum(region => region.ActiveTiles);
        return new JobFigures(
            state.Phase == JobPhase.Finished ? "write" : state.Phase.ToString().ToLowerInvariant(),
            state.Sweep,
            state.Phase is JobPhase.Survey or JobPhase.Count ? null : state.Objective,
            last?.RelativeDecrease,
            last?.LargestGradient,
            active,
            active - figures.Sum(region => region.RemainingTiles),
            _context.Grid.Count,
            state.Components,
            state.Pixels,
            record.Clock.PixelsPerSecond,
            Elapsed,
            Engine.RemainingTime.Estimate(record.Clock.Sweeps, _context.Options)?.TotalSeconds);
    }

    [LoggerMessage(LogLevel.Debug, "Job {Job} tries again later: {Reason}")]
    private static partial void LogLater(ILogger logger, string job, string reason);

    [LoggerMessage(LogLevel.Warning, "Job {Job} cannot store its state and tries again: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string job, string reason);

    [LoggerMessage(LogLevel.Error, "Job {Job} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string job, string reason);

    [LoggerMessage(LogLevel.Error, "Job {Job} failed")]
    private static partial void LogException(ILogger logger, Exception e, string job);
}
