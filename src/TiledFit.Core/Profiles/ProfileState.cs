using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>Components with their identities, and the least-squares problem that holds where they are.</summary>
/// <param name="Components">Their shapes are those of the start.</param>
/// <param name="Problem">Moves on as it is minimised.</param>
internal sealed record ProfileState(IReadOnlyList<ProfileComponent> Components, ProfileProblem Problem)
{
    public int Count => Components.Count;

    public double Objective => Problem.Objective;

    public Background Background => Problem.Model.Background;

    /// <summary>The components where they are now.</summary>
    public IReadOnlyList<ProfileComponent> Moved =>
        [.. Components.Zip(Problem.Model.Components, (component, shape) => component with { Shape = shape })];

    public static ProfileState Start(
        Profile profile, IReadOnlyList<ProfileComponent> components, Background background) => new(
        components,
        new ProfileProblem(
            profile, new ProfileModel([.. components.Select(component => component.Shape)], background)));

    /// <summary>Fits all parameters from a start, to three or more digits of E.</summary>
    public static ProfileState Fit(
        Profile profile, IReadOnlyList<ProfileComponent> components, Background background,
        LevenbergMarquardtMinimizer minimizer, CancellationToken cancellation)
    {
        ProfileState state = Start(profile, components, background);
        DampingState damping = DampingState.Initial;
        minimizer.Minimize(
            state.Problem,
            new MinimizerOptions { MaxIterations = 50, FunctionTolerance = 1e-5, GradientTolerance = 1e-5 },
            ref damping, null, cancellation);
        return state with { Components = state.Moved };
    }
}
