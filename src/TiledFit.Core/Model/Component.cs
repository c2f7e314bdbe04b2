namespace TiledFit.Core.Model;

/// <summary>A Gaussian with an identity that stays with it through the fit.</summary>
/// <param name="Id">Unique and stable: the row for a given component, see <see cref="ComponentId"/> for a new
/// one.</param>
/// <param name="Shape">The Gaussian.</param>
/// <param name="Flags">What happened to it.</param>
public readonly record struct Component(long Id, Gaussian Shape, ComponentFlags Flags = ComponentFlags.None);
