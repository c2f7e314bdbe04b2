namespace TiledFit.Cluster.Jobs;

/// <summary>All that is known of a job.</summary>
/// <param name="Id">The job.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="Spec">What it does.</param>
/// <param name="Submitted">UTC.</param>
/// <param name="Started">UTC of the start of the latest run, or null.</param>
/// <param name="Finished">UTC, or null.</param>
/// <param name="Run">From 1; each resume begins another.</param>
/// <param name="Host">Address and port of the silo that hosts it.</param>
/// <param name="Figures">How it goes; null unless it runs.</param>
/// <param name="Outcome">What it found; null unless it is done.</param>
/// <param name="IsInputFault">Whether it failed for what it was given, rather than for the cluster.</param>
/// <param name="Reason">Why it failed or was cancelled, in one line, or null.</param>
/// <param name="Messages">What the latest run said, such as which background it chose.</param>
[GenerateSerializer]
public sealed record JobReport(
    string Id,
    JobStage Stage,
    JobSpec Spec,
    DateTimeOffset Submitted,
    DateTimeOffset? Started,
    DateTimeOffset? Finished,
    int Run,
    string Host,
    JobFigures? Figures,
    JobOutcome? Outcome,
    bool IsInputFault,
    string? Reason,
    IReadOnlyList<string> Messages);
