using TiledFit.Cluster.Hosting;
using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Data.Rasters.Isolation;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Jobs;

/// <summary>
/// The runs that this silo works for. A context is made when the first grain needs it, on whatever silo that is, from
/// what is stored beside the job's tiles.
/// </summary>
internal sealed class JobContexts(JournalStore journals, ITileWorkers workers, SiloSettings settings) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Run, Task<JobContext> Context)> _contexts = [];
    private bool _isDisposed;

    /// <summary>The context of a run.</summary>
    /// <exception cref="RunOverException">The run is over, or was never begun.</exception>
    /// <exception cref="InputException">The raster cannot be opened, or is not what it was.</exception>
    public Task<JobContext> Get(string job, int run)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                throw new RunOverException("the silo is about to stop.");
            }

            if (_contexts.TryGetValue(job, out var known))
            {
                if (known.Run > run)
                {
                    throw new RunOverException($"run {run} of job {job} is over.");
                }

                if (known.Run == run && !known.Context.IsFaulted)
                {
                    return known.Context;
                }

                Drop(known.Context);
            }

            Task<JobContext> context = workers.Access(() => Open(job, run));
            _contexts[job] = (run, context);
            return context;
        }
    }

    /// <summary>Stops a run and all before it on this silo.</summary>
    public void Stop(string job, int run)
    {
        lock (_lock)
        {
            if (_contexts.TryGetValue(job, out var known) && known.Run <= run)
            {
                _contexts.Remove(job);
                Drop(known.Context);
            }
        }
    }

    /// <summary>Stops all.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach ((int _, Task<JobContext> context) in _contexts.Values)
            {
                Drop(context);
            }

            _contexts.Clear();
            _isDisposed = true;
        }
    }

    /// <summary>Opens a job's raster, with what masks and weighs it.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="limits">Of the processes that read it.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public static IRaster OpenRaster(JobSpec spec, ReaderLimits limits)
    {
        var others = new RasterOpenOptions { Drivers = spec.Drivers };
        RasterOpenOptions options = others with { Band = spec.Band, Plane = spec.Plane, NoData = spec.NoData };
        return new PixelSelection(spec.Weights, spec.Mask, spec.Saturation).Apply(
            RasterFactory.OpenIsolated(spec.Input, options, limits),
            path => RasterFactory.OpenIsolated(path, others, limits));
    }

    private static void Drop(Task<JobContext> context) => context.ContinueWith(
        opened => opened.Result.Dispose(),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnRanToCompletion,
        TaskScheduler.Default);

    private JobContext Open(string job, int run)
    {
        IJobJournal journal = journals.Open(job);
        JobRun? now = JobStates.Read<JobRun>(journal, JobStates.Run);
        JobPlan? plan = JobStates.Read<JobPlan>(journal, JobStates.Plan);
        if (now is null || plan is null || now.Number != run || now.IsOver)
        {
            throw new RunOverException($"run {run} of job {job} is over.");
        }

        IRaster raster = OpenRaster(plan.Spec, settings.ReaderLimits);
        try
        {
            JobStates.Check(plan, raster);
            return new JobContext(job, run, plan, raster, journal);
        }
        catch
        {
            raster.Dispose();
            throw;
        }
    }
}
