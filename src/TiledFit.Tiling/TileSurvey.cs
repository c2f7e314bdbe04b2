using TiledFit.Core.Seeding;

namespace TiledFit.Tiling;

/// <summary>What one look at the pixels of a tile's core tells.</summary>
/// <param name="Basis">The background's normal matrix; its count is the number of valid pixels.</param>
/// <param name="Statistics">Robust figures of the values.</param>
public sealed record TileSurvey(BasisSums Basis, WindowStatistics Statistics);
