namespace TiledFit.Engine;

/// <summary>Wall-clock seconds of the phases of a fit.</summary>
/// <param name="Read">Opening and surveying the raster.</param>
/// <param name="Seed">Finding the first components.</param>
/// <param name="Fit">Sweeps and recount.</param>
public sealed record FitSeconds(double Read, double Seed, double Fit);
