using TiledFit.Cluster.Jobs;
using TiledFit.Engine;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Server.Engines.Cluster;

/// <summary>Jobs of the cluster in the server's words, and the reverse.</summary>
internal static class ClusterJobs
{
    /// <summary>What the silos are to do.</summary>
    /// <param name="job">Checked.</param>
    /// <param name="drivers">GDAL's drivers that may open the raster.</param>
    /// <param name="software">Name and version, for the manifest.</param>
    public static JobSpec SpecOf(JobDescription job, IReadOnlyList<string> drivers, string software) => new()
    {
        Input = job.Input,
        Output = job.Output,
        Init = job.Init,
        Components = job.Components,
        Rmse = job.Rmse,
        Tile = job.Tile,
        Ring = job.Ring,
        MaxSweeps = job.MaxSweeps,
        Tolerance = job.Tolerance,
        Background = BackgroundModel.Parse(job.Background, "--background").Choice,
        MeshSize = BackgroundModel.Parse(job.Background, "--background").MeshSize,
        Significance = job.Significance,
        Errors = job.Errors,
        Loss = job.Loss,
        Levels = job.Levels,
        Band = job.Band,
        Plane = job.Plane,
        NoData = job.NoData,
        Weights = job.Weights,
        Mask = job.Mask,
        Saturation = job.Saturation,
        Shape = job.Shape,
        Positions = job.Positions,
        SigmaMin = job.SigmaMin,
        SigmaMax = job.SigmaMax,
        Step = job.Step,
        Amplitude = job.Amplitude,
        Overwrite = job.Overwrite,
        Drivers = [.. drivers],
        Software = software,
        Described = new Dictionary<string, string>(job.Describe()),
    };

    /// <summary>What a client has asked for.</summary>
    public static JobDescription DescriptionOf(JobSpec spec) => new()
    {
        Input = spec.Input,
        Output = spec.Output,
        Init = spec.Init,
        Components = spec.Components,
        Rmse = spec.Rmse,
        Tile = spec.Tile,
        Ring = spec.Ring,
        MaxSweeps = spec.MaxSweeps,
        Tolerance = spec.Tolerance,
        Background = new BackgroundModel(spec.Background, spec.MeshSize).ToString(),
        Significance = spec.Significance,
        Errors = spec.Errors,
        Loss = spec.Loss,
        Levels = spec.Levels,
        Band = spec.Band,
        Plane = spec.Plane,
        NoData = spec.NoData,
        Weights = spec.Weights,
        Mask = spec.Mask,
        Saturation = spec.Saturation,
        Shape = spec.Shape,
        Positions = spec.Positions,
        SigmaMin = spec.SigmaMin,
        SigmaMax = spec.SigmaMax,
        Step = spec.Step,
        Amplitude = spec.Amplitude,
        Overwrite = spec.Overwrite,
    };

    /// <summary>A job as it knows itself.</summary>
    public static JobStatus StatusOf(JobReport job) => new(
        job.Id, StateOf(job.Stage), DescriptionOf(job.Spec), job.Submitted, job.Started, job.Finished, job.Run, null,
        job.Host, job.Figures is { } figures ? ProgressOf(figures) : null,
        job.Outcome is { } outcome ? ResultOf(outcome) : null, CauseOf(job), job.Reason, job.Messages);

    /// <summary>A job that the index has taken and that has not begun.</summary>
    public static JobStatus StatusOf(JobEntry job) => new(
        job.Id, StateOf(job.Stage), DescriptionOf(job.Spec), job.Submitted, null, null, 1, null, null, null, null, null,
        null, []);

    /// <summary>The cluster's word for a state.</summary>
    public static JobStage StageOf(JobState state) => state switch
    {
        JobState.Queued => JobStage.Queued,
        JobState.Running => JobStage.Running,
        JobState.Cancelling => JobStage.Cancelling,
        JobState.Done => JobStage.Done,
        JobState.Failed => JobStage.Failed,
        JobState.Cancelled => JobStage.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static JobState StateOf(JobStage stage) =>
        Array.Find(Enum.GetValues<JobState>(), state => StageOf(state) == stage);

    private static FailureCause? CauseOf(JobReport job) =>
        job.Stage != JobStage.Failed ? null
        : job.IsInputFault ? FailureCause.Input
        : FailureCause.Server;

    private static JobProgress ProgressOf(JobFigures figures) => new(
        figures.Phase, figures.Sweep, figures.Objective, figures.RelativeDecrease, figures.LargestGradient,
        figures.ActiveTiles, figures.FinishedTiles, figures.Tiles, figures.Components, figures.Pixels,
        figures.PixelsPerSecond, figures.ElapsedSeconds, figures.RemainingSeconds);

    private static JobResult ResultOf(JobOutcome outcome) => new(
        outcome.Objective, outcome.Rmse, outcome.Pixels, outcome.Components, outcome.Sweeps, outcome.Settled,
        new FitSeconds(outcome.ReadSeconds, outcome.SeedSeconds, outcome.FitSeconds),
        outcome.RepeatedSteps);
}
