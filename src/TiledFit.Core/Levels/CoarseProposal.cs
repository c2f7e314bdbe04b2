using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Levels;

/// <summary>What a coarse step proposes.</summary>
/// <param name="Components">All components of the level, in pixels of the raster, by identity.</param>
/// <param name="State">Where the minimiser stands then.</param>
/// <param name="Expected">The decrease of E that the means of blocks let expect.</param>
public sealed record CoarseProposal(IReadOnlyList<Component> Components, MinimizerState State, double Expected);
