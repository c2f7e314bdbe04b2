namespace TiledFit.Server.Jobs;

/// <summary>Something that happened to a job that is watched.</summary>
/// <param name="Id">Whoever asks to go on after this one is not told the same messages again.</param>
public abstract record JobEvent(string Id);
