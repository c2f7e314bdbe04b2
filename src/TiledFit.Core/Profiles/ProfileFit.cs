using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>What the fit of a profile found.</summary>
/// <param name="Components">By x.</param>
/// <param name="Background">The background that belongs to them.</param>
/// <param name="Objective">E.</param>
/// <param name="Samples">Samples with data.</param>
/// <param name="Settled">Whether a sweep lowered E by less than the tolerance, with a small gradient.</param>
public sealed record ProfileFit(
    IReadOnlyList<ProfileComponent> Components,
    Background Background,
    double Objective,
    int Samples,
    bool Settled)
{
    /// <summary>√(E / Samples).</summary>
    public double Rmse => Math.Sqrt(Objective / Samples);

    /// <summary>The model.</summary>
    public ProfileModel Model => new([.. Components.Select(component => component.Shape)], Background);
}
