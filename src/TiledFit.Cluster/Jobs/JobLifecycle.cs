using TiledFit.Cluster.Grains;
using TiledFit.Cluster.Hosting;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Jobs;

/// <summary>What a job does with files: at its start, when it stops, and when its result is published.</summary>
internal sealed class JobLifecycle(JournalStore journals, WorkerPool workers, SiloSettings settings)
{
    /// <summary>Begins a run, or finds that it has begun; all silos may work for it afterwards.</summary>
    /// <exception cref="InputException">The spec, the raster or the output cannot be used.</exception>
    public Task<JobStart> Start(string job, JobSpec spec, int run) => workers.Run(_ =>
    {
        spec.ToFitOptions(1).Validate();
        if (ResultWriter.Complete(spec.Output, job, spec.Overwrite) is { } published)
        {
            return new JobStart(published, [], []);
        }

        ResultDirectory.Prepare(spec.Output, spec.Overwrite);
        IJobJournal journal = journals.Open(job);
        using IRaster raster = JobContexts.OpenRaster(spec, settings.ReaderLimits);
        JobPlan plan = JobStates.Read<JobPlan>(journal, JobStates.Plan) ?? Begin(spec, raster, journal);
        JobStates.Check(plan, raster);
        JobStates.Write(journal, JobStates.Run, new JobRun(run, false));
        return new JobStart(null, plan.Messages, plan.Coarse);
    });

    /// <summary>
    /// Looks whether the raster is still there, as an open file would be read on after it has gone, and unchanged.
    /// </summary>
    /// <exception cref="InputException">It is not.</exception>
    public Task CheckInput(JobContext context) => workers.Access(() =>
    {
        if (context.Plan.IsFile && !File.Exists(context.Plan.Spec.Input))
        {
            throw new InputException(
                $"{context.Plan.Spec.Input} has gone since the job began; put it back and resume the job");
        }

        RasterChange.Check(context.Raster);
        return true;
    });

    /// <summary>Keeps the background's mesh where all silos find it.</summary>
    /// <param name="context">The run.</param>
    /// <param name="mesh">The mesh.</param>
    public Task Keep(JobContext context, BackgroundMesh mesh) => workers.Access(() =>
    {
        context.Journal.WriteMesh(mesh);
        return true;
    });

    /// <summary>What a job has published, or null.</summary>
    public Task<Manifest?> Published(string job, JobSpec spec) =>
        workers.Access(() => ResultWriter.Complete(spec.Output, job, spec.Overwrite));

    /// <summary>Notes that a run is over: no silo begins to work for it any more.</summary>
    public Task Stop(string job, int run) => workers.Access(() =>
    {
        JobStates.Write(journals.Open(job), JobStates.Run, new JobRun(run, true));
        return true;
    });

    /// <summary>Removes what the job needed while it ran.</summary>
    public Task Remove(string job) => workers.Access(() =>
    {
        journals.Remove(job);
        return true;
    });

    /// <summary>Publishes the result of a fit that has finished.</summary>
    /// <param name="context">The run.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="regions">What the regions know, in their order.</param>
    /// <param name="clock">Where the time went.</param>
    public Task<Manifest> Publish(
        JobContext context, FitJob fit, IReadOnlyList<RegionRecord> regions, JobClock clock) => workers.Run(_ =>
    {
        JobSpec spec = context.Plan.Spec;
        var publisher = new ResultPublisher(context.Raster, context.Options, spec.Output)
        {
            Software = spec.Software,
            DescribedOptions = spec.Described,
            Overwrite = spec.Overwrite,
            Job = context.Job,
        };
        return ResultWriter.Complete(spec.Output, context.Job, spec.Overwrite)
            ?? publisher.Publish(ResultOf(context, fit, regions, clock), context.Stopping);
    });

    private static FitResult ResultOf(
        JobContext context, FitJob fit, IReadOnlyList<RegionRecord> regions, JobClock clock)
    {
        var tiles = new TileRow[context.Grid.Count];
        for (int region = 0; region < regions.Count; region++)
        {
            RegionState state = JobStateFormat.Read<RegionState>(regions[region].State);
            IReadOnlyList<int> ofRegion = context.Regions.TilesOf(region);
            for (int k = 0; k < ofRegion.Count; k++)
            {
                tiles[ofRegion[k]] = TileRows.Of(
                    context.Grid, ofRegion[k], state.Tiles[k], fit, regions[region].Seconds[k]);
            }
        }

        var components = new FittedComponents(
            context.Grid.Columns,
            tiles.Select(tile => (int)tile.Components),
            tile => context.Journal.ReadTile(tile)?.Components ?? [])
        {
            Coarse = TileRows.CoarseOf(context.Grid, fit.State),
        };
        return new FitResult(
            components, tiles, clock.Sweeps, context.Backgrounds.Of(fit.State.Background), fit.State.Objective,
            fit.State.Pixels, fit.State.IsSettled, clock.Seconds, [], fit.State.RepeatedSteps)
        {
            Weight = fit.State.Ledger!.Basis.Weight,
            Loss = FittedLoss.Of(fit.State, context.Options),
        };
    }

    private JobPlan Begin(JobSpec spec, IRaster raster, IJobJournal journal)
    {
        int side = Math.Max(raster.Info.Width, raster.Info.Height);
        if (spec.Tile == 0 && side > settings.MaxTile)
        {
            throw new InputException(
                $"{spec.Input}: --tile 0 makes one tile of {side} px, and this cluster takes at most "
                + $"{settings.MaxTile}");
        }

        var messages = new MessageList();
        FitOptions options = spec.ToFitOptions(1);
        IReadOnlyList<Gaussian>? given = spec.Init is { } init
            ? ComponentCatalog.Read(init, options.AllowsNegative)
            : null;
        FitRules.Check(raster, options, given?.Count);
        var grid = new TileGrid(raster.Info.Width, raster.Info.Height, spec.Tile, spec.Ring);
        foreach (TileSnapshot tile in InitialComponents.Distribute(
            given ?? [], grid, options, messages))
        {
            if (tile.Components.Count > 0)
            {
                journal.WriteTile(tile);
            }
        }

        // Written last: a start that was cut off begins anew, with the same components.
        var plan = new JobPlan(spec, raster.Fingerprint, File.Exists(spec.Input), messages.Lines)
        {
            Coarse = InitialComponents.CoarseOf(given ?? [], grid, options),
        };
        JobStates.Write(journal, JobStates.Plan, plan);
        return plan;
    }
}
