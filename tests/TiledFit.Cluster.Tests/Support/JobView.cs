namespace TiledFit.Cluster.Tests.Support;

/// <summary>What a test looks at of a job.</summary>
internal sealed record JobView(string Stage, int Sweep, string Phase, string? Reason, bool IsInputFault, int Run)
{
    public bool HasEnded => Stage is "Done" or "Failed" or "Cancelled";
}
