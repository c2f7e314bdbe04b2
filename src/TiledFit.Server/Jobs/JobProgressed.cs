namespace TiledFit.Server.Jobs;

/// <summary>The job moved on.</summary>
/// <param name="Id">See <see cref="JobEvent"/>.</param>
/// <param name="Progress">How it goes now; what lies between two events is left out.</param>
public sealed record JobProgressed(string Id, JobProgress Progress) : JobEvent(Id);
