namespace TiledFit.Cluster.Jobs;

/// <summary>A job in the index.</summary>
/// <param name="Id">32 hexadecimal digits, in order of submission.</param>
/// <param name="Key">What it was submitted with, or null.</param>
/// <param name="Spec">What it does.</param>
/// <param name="Submitted">UTC.</param>
/// <param name="Stage">Where it stood when it last said so.</param>
[GenerateSerializer]
public sealed record JobEntry(string Id, string? Key, JobSpec Spec, DateTimeOffset Submitted, JobStage Stage)
{
    /// <summary>Whether it has come to an end; a resume may start it again.</summary>
    public bool HasEnded => Stage is JobStage.Done or JobStage.Failed or JobStage.Cancelled;
}
