using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>A Gaussian of a profile with an identity that stays with it through the fit.</summary>
/// <param name="Id">Unique and stable: the row for a given component, see <see cref="ComponentId"/> for a new
/// one.</param>
/// <param name="Shape">The Gaussian.</param>
/// <param name="Flags">What happened to it.</param>
/// <param name="Errors">One-sigma errors, or null where they were not estimated.</param>
/// <param name="SignalToNoise">a/σ_n, or null where that was not estimated.</param>
/// <param name="Neighbour">The component that it is blended with; −1 where there is none or nobody has looked.</param>
public readonly record struct ProfileComponent(
    long Id,
    ProfileGaussian Shape,
    ComponentFlags Flags = ComponentFlags.None,
    ProfileErrors? Errors = null,
    double? SignalToNoise = null,
    long Neighbour = -1);
