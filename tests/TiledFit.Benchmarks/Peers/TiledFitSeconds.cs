namespace TiledFit.Benchmarks.Peers;

/// <summary>Seconds of the phases of a run.</summary>
internal sealed record TiledFitSeconds(double Read, double Fit, double Write, double Total);
