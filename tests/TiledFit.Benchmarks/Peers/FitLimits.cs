namespace TiledFit.Benchmarks.Peers;

/// <summary>Where a peer's fit stops at the latest.</summary>
/// <param name="Iterations">Iterations.</param>
/// <param name="Seconds">Seconds of its solver.</param>
internal sealed record FitLimits(int Iterations = 30, double Seconds = 600);
