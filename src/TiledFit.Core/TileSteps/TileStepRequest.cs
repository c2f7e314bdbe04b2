using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>Everything that a tile step depends on.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep, from 1; with the tile it names new components.</param>
/// <param name="Core">The tile's core.</param>
/// <param name="Bounds">The pixels of the step: all that the free components can touch.</param>
/// <param name="Pixels">Those pixels, row by row; NaN where there is no data.</param>
/// <param name="Background">The background.</param>
/// <param name="Free">The components that may move.</param>
/// <param name="Frozen">The others that reach the pixels.</param>
/// <param name="Limits">Where the supports of new components must lie.</param>
/// <param name="State">Where the tile's minimiser stands.</param>
/// <param name="Options">What to do.</param>
public sealed record TileStepRequest(
    int Tile,
    int Sweep,
    PixelRectangle Core,
    PixelRectangle Bounds,
    ReadOnlyMemory<double> Pixels,
    Background Background,
    IReadOnlyList<FreeComponent> Free,
    IReadOnlyList<Component> Frozen,
    ReachBox Limits,
    MinimizerState State,
    TileStepOptions Options)
{
    /// <summary>w of each of the pixels, finite and positive where there is data; empty where all are 1. Not in a step
    /// that selects.</summary>
    public ReadOnlyMemory<double> Weights { get; init; }
}
