using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines.Embedded;

/// <summary>What a job's file holds.</summary>
/// <param name="Id">See <see cref="JobStatus"/>, as for all that is not described here.</param>
/// <param name="State"></param>
/// <param name="Description"></param>
/// <param name="Key">The idempotency key, or null.</param>
/// <param name="Submitted"></param>
/// <param name="Queued">UTC when it was queued last: its place in the queue.</param>
/// <param name="Started"></param>
/// <param name="Finished"></param>
/// <param name="Runs"></param>
/// <param name="Result"></param>
/// <param name="Cause"></param>
/// <param name="Reason"></param>
/// <param name="Messages">Of the latest run that ended.</param>
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
