using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines.Embedded;

/// <summary>How a run ended that was not stopped.</summary>
/// <param name="State">Done or failed.</param>
/// <param name="Result">What was found, where it is done.</param>
/// <param name="Cause">Whose fault it is, where it failed.</param>
/// <param name="Reason">Why it failed, in one line.</param>
internal sealed record JobOutcome(JobState State, JobResult? Result, FailureCause? Cause, string? Reason)
{
    public static JobOutcome Done(JobResult result) => new(JobState.Done, result, null, null);

    public static JobOutcome Failed(FailureCause cause, string reason) =>
        new(JobState.Failed, null, cause, reason.ReplaceLineEndings(" "));
}
