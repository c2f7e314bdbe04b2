using System.Text.Json.Serialization;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Losses;
using TiledFit.Core.Restrictions;

namespace TiledFit.Core.TileSteps;

/// <summary>What a tile step does: select if asked to, then minimise.</summary>
public sealed record TileStepOptions
{
    /// <summary>Whether and how components are removed and added first; null only minimises.</summary>
    public SelectionOptions? Selection { get; init; }

    /// <summary>
    /// Whether components that have hardly anything to gain are held where progress is slow; the others then get more
    /// iterations. Not in a step that selects.
    /// </summary>
    public bool HoldsResting { get; init; }

    /// <summary>What is not free of the components, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComponentRestrictions? Restrictions { get; init; }

    /// <summary>Whether amplitudes may be of either sign.</summary>
    [JsonIgnore]
    public bool AllowsNegative => Restrictions?.Amplitude == AmplitudeKind.Signed;

    /// <summary>What is minimised; the squares where components are selected.</summary>
    public Loss Loss { get; init; }

    /// <summary>Whether each trial has the amplitudes that are best for its places and shapes (variable projection).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ProjectsAmplitudes { get; init; }

    /// <summary>When the minimiser stops.</summary>
    public MinimizerOptions Minimizer { get; init; } = new();
}
