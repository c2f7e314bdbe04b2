namespace TiledFit.Benchmarks.Peers;

/// <summary>The flat profile of a run's tile steps.</summary>
internal sealed record TiledFitProfile(long Steps, IReadOnlyDictionary<string, double> Seconds);
