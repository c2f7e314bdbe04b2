namespace TiledFit.Benchmarks.Peers;

/// <summary>The files that all peers fit.</summary>
/// <param name="Raster">.npy, float32.</param>
/// <param name="Init">CSV of the start.</param>
internal sealed record FitProblem(string Raster, string Init);
