namespace TiledFit.Cluster.Jobs;

/// <summary>Which run of a job may work, as stored beside its tiles.</summary>
/// <param name="Number">From 1; each resume begins another.</param>
/// <param name="IsOver">Whether it has been stopped.</param>
internal sealed record JobRun(int Number, bool IsOver);
