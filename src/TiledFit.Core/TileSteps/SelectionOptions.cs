using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;

namespace TiledFit.Core.TileSteps;

/// <summary>How a step selects components before it minimises.</summary>
/// <param name="RemoveCount">How many components go in any case, those first that are worth the least.</param>
/// <param name="AddLimit">
/// Ceiling on the number of components added. Unless it is 0, as many more may come as go beyond
/// <paramref name="RemoveCount"/>.
/// </param>
/// <param name="Criterion">What a component must earn, whether to come or to stay.</param>
/// <param name="Detection">Where the detector looks.</param>
public sealed record SelectionOptions(
    int RemoveCount, int AddLimit, SelectionCriterion Criterion, DetectionOptions Detection)
{
    /// <summary>
    /// Whether every change is judged by a refit of its surroundings; components may be split then, too, and
    /// <see cref="RemoveCount"/> plays no part.
    /// </summary>
    public bool Refines { get; init; }

    /// <summary>
    /// Whether the rest settles between removing and adding, and all is undone that does not lower E + penalties.
    /// </summary>
    public bool Exchanges { get; init; }
}
