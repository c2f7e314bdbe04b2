using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>What a tile step did: one immutable record for each (sweep, tile).</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Updated">The freed components as they are now, with their owners.</param>
/// <param name="Removed">Components of the tile that did not earn their parameters.</param>
/// <param name="Added">New components, owned by the tile.</param>
/// <param name="State">Where the tile's minimiser stands.</param>
/// <param name="Statistics">The step in figures.</param>
public sealed record TileStepResult(
    int Tile,
    int Sweep,
    IReadOnlyList<(int Owner, Component Component)> Updated,
    IReadOnlyList<long> Removed,
    IReadOnlyList<Component> Added,
    MinimizerState State,
    TileStepStatistics Statistics)
{
    /// <summary>Times that hosts had begun the step before and not ended it; no part of what was found.</summary>
    public int Repeats { get; init; }

    /// <summary>What the step changed of the components of another tile.</summary>
    public TileStepResult PartOf(int owner) => this with
    {
        Updated = [.. Updated.Where(update => update.Owner == owner)],
        Removed = [],
        Added = [],
    };
}
