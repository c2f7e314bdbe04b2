namespace TiledFit.Server.Jobs;

/// <summary>A page of jobs, the latest submission first.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">What to ask the next page with, as <c>after</c>; null on the last one.</param>
public sealed record JobPage(IReadOnlyList<JobStatus> Jobs, string? Next);
