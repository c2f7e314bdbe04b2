using TiledFit.Core.Model;

namespace TiledFit.Core.Seeding;

/// <summary>A Gaussian that the residual asks for.</summary>
/// <param name="Shape">The Gaussian, in raster coordinates.</param>
/// <param name="Gain">Decrease of E = Σ r² when it is added as it is.</param>
public readonly record struct Candidate(Gaussian Shape, double Gain);
