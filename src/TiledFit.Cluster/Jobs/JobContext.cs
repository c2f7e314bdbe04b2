using TiledFit.Data.Rasters;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Jobs;

/// <summary>What a silo's grains share while they work on a run of a job.</summary>
internal sealed class JobContext : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The context of a run.</summary>
    public JobContext(string job, int run, JobPlan plan, IRaster raster, IJobJournal journal)
    {
        Job = job;
        Run = run;
        Plan = plan;
        Raster = new ClosableRaster(raster);
        Journal = journal;
        Backgrounds = new BackgroundSource(journal, raster.Info);
        Options = plan.Spec.ToFitOptions(Environment.ProcessorCount);
        Regions = new RegionGrid(
            new TileGrid(raster.Info.Width, raster.Info.Height, Options.TileSize, Options.Ring));
    }

    /// <summary>The job.</summary>
    public string Job { get; }

    /// <summary>The run.</summary>
    public int Run { get; }

    /// <summary>What every silo knows of the job.</summary>
    public JobPlan Plan { get; }

    /// <summary>The raster.</summary>
    public IRaster Raster { get; }

    /// <summary>The job's journal.</summary>
    public IJobJournal Journal { get; }

    /// <summary>The nodes of the background's mesh, where there is one.</summary>
    public BackgroundSource Backgrounds { get; }

    /// <summary>What the fit is to do.</summary>
    public FitOptions Options { get; }

    /// <summary>The tiles in their regions.</summary>
    public RegionGrid Regions { get; }

    /// <summary>The tiles.</summary>
    public TileGrid Grid => Regions.Tiles;

    /// <summary>Ends when the run is over, or the silo stops.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Has a grain deactivated when the run is over.</summary>
    public CancellationTokenRegistration DeactivateAtEnd(IGrainContext grain) => Stopping.Register(
        () => grain.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "the run is over")));

    /// <summary>Stops all work of the run on this silo, and closes the raster once nobody reads it.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Raster.Dispose();
    }
}
