using System.Text.Json.Serialization;

namespace TiledFit.Engine;

/// <summary>
/// A point of the objective's history: one per iteration of Levenberg–Marquardt when the raster is one tile or of
/// expectation maximisation, one per sweep otherwise.
/// </summary>
/// <param name="Seconds">Since the start of the fit, after reading and seeding.</param>
/// <param name="Sweep">The sweep it belongs to.</param>
/// <param name="Objective">E.</param>
/// <param name="LogLikelihood">ℓ, nats; null, and left out, where no likelihood is maximised.</param>
public sealed record TracePoint(
    double Seconds, int Sweep, double Objective,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LogLikelihood = null);
