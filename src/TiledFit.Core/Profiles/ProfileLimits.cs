namespace TiledFit.Core.Profiles;

/// <summary>
/// What a step may lead to: a centre at most two of its σ outside the samples, and a σ from a quarter of their distance
/// to their extent. What is beyond already may stay and come back.
/// </summary>
/// <param name="First">The first place.</param>
/// <param name="Last">The last place.</param>
/// <param name="Narrowest">The least σ.</param>
internal readonly record struct ProfileLimits(double First, double Last, double Narrowest)
{
    private const double FarthestOutside = 2, NarrowestSpacings = 0.25;

    public static ProfileLimits Of(Profile profile) =>
        new(profile.X[0], profile.X[^1], NarrowestSpacings * profile.Spacing);

    /// <summary>Whether a component is within them.</summary>
    public bool Hold(ProfileGaussian g) =>
        g.IsValid && Outside(g) <= FarthestOutside && g.Sigma >= Narrowest && g.Sigma <= Last - First;

    /// <summary>Whether a step may lead from one component to another.</summary>
    public bool Allow(in ProfileGaussian from, in ProfileGaussian to) =>
        to.IsValid
        && (Outside(to) <= FarthestOutside || Outside(to) <= Outside(from))
        && (to.Sigma >= Narrowest || to.Sigma >= from.Sigma)
        && (to.Sigma <= Last - First || to.Sigma <= from.Sigma);

    // How far the centre lies outside the samples, in σ.
    private double Outside(in ProfileGaussian g) => Math.Max(0, Math.Max(First - g.X, g.X - Last) / g.Sigma);
}
