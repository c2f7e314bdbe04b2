namespace TiledFit.Benchmarks.Peers;

/// <summary>The flat profile of a run's tile steps.</summary>
internal sealed record TiledFitProfile(long Steps, long PixelsRead, IReadOnlyDictionary<string, double> Seconds);
