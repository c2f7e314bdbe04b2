namespace TiledFit.Server.Jobs;

/// <summary>The job's state changed, or its place in the queue; also the first event of a watch.</summary>
/// <param name="Id">See <see cref="JobEvent"/>.</param>
/// <param name="Status">The job now.</param>
public sealed record JobStateChanged(string Id, JobStatus Status) : JobEvent(Id);
