using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines.Embedded;

/// <summary>
/// What a job's file holds: what <see cref="JobStatus"/> tells, its idempotency key, when it was queued last, which is
/// its place in the queue, and the messages of its latest run that ended.
/// </summary>
internal sealed record JobRecord(
    string Id,
    JobState State,
    JobDescription Description,
    string? Key,
    DateTimeOffset Submitted,
    DateTimeOffset Queued,
    DateTimeOffset? Started,
    DateTimeOffset? Finished,
    int Runs,
    JobResult? Result,
    FailureCause? Cause,
    string? Reason,
    IReadOnlyList<string> Messages);
