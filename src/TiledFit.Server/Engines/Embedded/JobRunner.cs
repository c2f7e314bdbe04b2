using Microsoft.Extensions.Logging;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Engine.Journals;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Server.Engines.Embedded;

/// <summary>Runs one job from its files to its files.</summary>
/// <param name="rules">Open the input.</param>
/// <param name="store">Says where a running job keeps what a crash must not take.</param>
/// <param name="threads">Worker threads of a fit.</param>
/// <param name="software">Name and version, for the manifest.</param>
/// <param name="logger">Hears of what no client is told.</param>
internal sealed class JobRunner(JobRules rules, JobStore store, int threads, string software, ILogger logger)
{
    /// <summary>Runs a job.</summary>
    /// <returns>How it ended; null where it was stopped.</returns>
    public JobOutcome? Run(JobRecord job, IFitObserver observer, CancellationToken stop)
    {
        try
        {
            JobResult result = Published(job) ?? Fit(job, observer, stop);
            store.DeleteJournal(job.Id);
            return JobOutcome.Done(result);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (InputException e)
        {
            return JobOutcome.Failed(FailureCause.Input, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FruitlessStepException)
        {
            logger.LogError(e, "Job {Job} failed", job.Id);
            return JobOutcome.Failed(FailureCause.Server, e.Message);
        }
        catch (Exception e)
        {
            logger.LogError(e, "Job {Job} failed", job.Id);
            return JobOutcome.Failed(FailureCause.Server, $"internal error ({e.GetType().Name}); see the server's log");
        }
    }

    /// <summary>What an earlier run has published, or was about to when its process was killed; or null.</summary>
    private static JobResult? Published(JobRecord job) =>
        ResultWriter.Complete(job.Description.Output, job.Id, job.Description.Overwrite) is { } manifest
            ? JobResult.Of(manifest)
            : null;

    private JobResult Fit(JobRecord job, IFitObserver observer, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        FitOptions options = job.Description.ToFitOptions(threads);
        var run = new FitRun(options, job.Description.Output, job.Description.Overwrite)
        {
            Software = software,
            DescribedOptions = job.Description.Describe(),
            Journal = new FileJournal(store.JournalOf(job.Id)),
            Job = job.Id,
        };
        using IRaster raster = rules.Open(job.Description);
        IReadOnlyList<Gaussian>? initial = job.Description.Init is { } init
            ? ComponentCatalog.Read(init, options.AllowsNegative)
            : null;
        return JobResult.Of(run.Execute(raster, initial, observer, stop).Fit);
    }
}
