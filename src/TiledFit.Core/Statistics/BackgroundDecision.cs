using TiledFit.Core.Model;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Statistics;

/// <summary>What the statistics of a raster say of its background and noise.</summary>
/// <param name="IsSky">Sparse sources on a smooth level, rather than relief.</param>
/// <param name="Background">Its form, with values to start from.</param>
/// <param name="Noise">The noise that components have to stand out from.</param>
/// <param name="Reason">The decision in one line, for people.</param>
public sealed record BackgroundDecision(bool IsSky, Background Background, NoiseModel Noise, string Reason);
