namespace TiledFit.Engine;

/// <summary>
/// A point of the objective's history: one per Levenberg–Marquardt iteration when the raster is one tile, one per sweep
/// otherwise.
/// </summary>
/// <param name="Seconds">Since the start of the fit, after reading and seeding.</param>
/// <param name="Sweep">The sweep it belongs to.</param>
/// <param name="Objective">E.</param>
public sealed record TracePoint(double Seconds, int Sweep, double Objective);
