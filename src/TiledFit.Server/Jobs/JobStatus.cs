namespace TiledFit.Server.Jobs;

/// <summary>All that is known of a job.</summary>
/// <param name="Id">32 hexadecimal digits, in order of submission.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Description">What it does, every default filled in.</param>
/// <param name="Submitted">UTC.</param>
/// <param name="Started">UTC of the start of the latest run, or null.</param>
/// <param name="Finished">UTC, or null.</param>
/// <param name="Runs">Times it was started: more than once after a restart of the server or a resume.</param>
/// <param name="Ahead">Jobs that are queued before it; null unless it is queued.</param>
/// <param name="Host">Address and port of the silo that hosts the job, for operators; null without a cluster.</param>
/// <param name="Progress">How it goes; null unless it runs.</param>
/// <param name="Result">What it found; null unless it is done.</param>
/// <param name="Cause">Whose fault it is that it failed, or null.</param>
/// <param name="Reason">Why it failed or was cancelled, in one line, or null.</param>
/// <param name="Messages">What the latest run said, such as which background it chose.</param>
public sealed record JobStatus(
    string Id,
    JobState State,
    JobDescription Description,
    DateTimeOffset Submitted,
    DateTimeOffset? Started,
    DateTimeOffset? Finished,
    int Runs,
    int? Ahead,
    string? Host,
    JobProgress? Progress,
    JobResult? Result,
    FailureCause? Cause,
    string? Reason,
    IReadOnlyList<string> Messages)
{
    /// <summary>Whether it has come to an end; a resume may start it again.</summary>
    public static bool HasEnded(JobState state) => state is JobState.Done or JobState.Failed or JobState.Cancelled;
}
