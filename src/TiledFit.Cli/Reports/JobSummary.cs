using System.Globalization;
using TiledFit.Cli.Progress;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Reports;

/// <summary>What people are told of a job.</summary>
internal static class JobSummary
{
    /// <summary>All of it.</summary>
    public static FactSheet Of(JobStatus job)
    {
        JobResult? result = job.Result;
        return new FactSheet()
            .Add("Job", job.Id)
            .Add("State", State(job))
            .Add("Reason", job.Reason)
            .Add("Input", job.Description.Input)
            .Add("Submitted", Time(job.Submitted))
            .Add("Started", Time(job.Started))
            .Add("Finished", Time(job.Finished))
            .Add("Host", job.Host)
            .Add("Progress", job.Progress is { } progress
                ? string.Join(", ", ProgressText.Facts(progress.ToFitProgress()))
                : null)
            .Add("Valid pixels", result is null ? null : Format.Count(result.Pixels))
            .Add("Components", result is null ? null : Format.Count(result.Components))
            .Add("RMSE", result is null ? null : Format.Rounded(result.Rmse))
            .Add("Objective", result is null ? null : Format.Rounded(result.Objective, 10))
            .Add("Sweeps", result is null ? null : Format.Count(result.Sweeps))
            .Add("Settled", result is null ? null
                : result.Settled ? "yes"
                : $"no: stopped at the limit of {job.Description.MaxSweeps} sweeps (--max-sweeps)")
            .Add("Result", job.Description.Output);
    }

    /// <summary>One line.</summary>
    public static string Line(JobStatus job) =>
        $"{job.Id}  {Time(job.Submitted)}  {State(job),-18}  {job.Description.Input} -> {job.Description.Output}";

    /// <summary>Where it stands.</summary>
    public static string State(JobStatus job) => job switch
    {
        { State: JobState.Queued, Ahead: > 0 and var ahead } => $"queued, {ahead} ahead",
        { State: JobState.Running, Runs: > 1 and var runs } => $"running, run {runs}",
        _ => job.State.ToString().ToLowerInvariant(),
    };

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
