namespace TiledFit.Server.Jobs;

/// <summary>The job said something worth telling.</summary>
/// <param name="Id">See <see cref="JobEvent"/>.</param>
/// <param name="Message">One line.</param>
public sealed record JobSaid(string Id, string Message) : JobEvent(Id);
