using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>
/// Fits b + Σ a·exp(−½((x − c)/σ)²) to a profile: given components or those that growth finds, all parameters at once
/// by Levenberg–Marquardt. A function of its arguments alone, on one thread.
/// </summary>
public sealed class ProfileFitter
{
    /// <summary>Fewest samples with data.</summary>
    public const int FewestSamples = 5;

    private const int IterationsPerSweep = 10;

    // The gradient must come below this share of √tolerance, as for rasters; a step below the other moves nothing.
    private const double GradientShare = 0.1, SmallestStep = 1e-14;

    // e^{−d²/4} at the full width at half maximum, d² = 8 ln 2: the overlap of two equal components there.
    private const double BlendedOverlap = 0.25;

    private readonly Profile _profile;
    private readonly ProfileFitOptions _options;
    private readonly IProfileObserver? _observer;
    private readonly CancellationToken _cancellation;
    private readonly LevenbergMarquardtMinimizer _minimizer = new(new SparseNormalSolver());
    private int _sweep;

    private ProfileFitter(
        Profile profile, ProfileFitOptions options, IProfileObserver? observer, CancellationToken cancellation) =>
        (_profile, _options, _observer, _cancellation) = (profile, options, observer, cancellation);

    /// <summary>Fits.</summary>
    /// <param name="profile">The samples.</param>
    /// <param name="options">How.</param>
    /// <param name="initial">Components to start from, or null to find them. With neither a number nor an RMSE asked
    /// for their number stays.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancellation">Looked at within every iteration.</param>
    /// <exception cref="InputException">Too few samples for what is asked, or more components than allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProfileFit Fit(
        Profile profile, ProfileFitOptions options, IReadOnlyList<ProfileGaussian>? initial,
        IProfileObserver? observer = null, CancellationToken cancellation = default)
    {
        if (profile.Count < FewestSamples)
        {
            throw new InputException(
                $"the profile has {profile.Count} samples with data; a fit needs at least {FewestSamples}");
        }

        if (initial is not null && initial.Count > (options.Components ?? int.MaxValue))
        {
            throw new InputException(
                $"--init holds {initial.Count} components, more than --components {options.Components} allows");
        }

        return new ProfileFitter(profile, options, observer, cancellation).Run(initial);
    }

    private ProfileFit Run(IReadOnlyList<ProfileGaussian>? initial)
    {
        double noise = ProfileNoise.Estimate(_profile.X, _profile.Z);
        Background background = ProfileBaseline.Find(_profile, noise, _options.Background);
        ProfileState state = ProfileState.Start(
            _profile, [.. (initial ?? []).Select((shape, row) => new ProfileComponent(row, shape))], background);
        CheckFreedom(state.Problem.Model);
        bool grows = initial is null || _options.Components > initial.Count || _options.Rmse is not null;
        if (grows)
        {
            state = Grow(state);
        }

        bool settled = false;
        DampingState damping = DampingState.Initial;
        while (!settled && _sweep < _options.MaxSweeps)
        {
            settled = Sweep(state, ref damping);
        }

        return Finish(state, settled);
    }

    // Returns what the last good round came to.
    private ProfileState Grow(ProfileState state)
    {
        var growth = new ProfileGrowth(_profile, _options, _minimizer, _cancellation);
        state = growth.Fit(state.Components, state.Background);
        while (_sweep < _options.MaxSweeps && growth.Next(state, _sweep) is { } next)
        {
            _sweep++;
            _observer?.Iterated(_sweep, next.Objective);
            Report(true, state.Objective, next, double.NaN);
            state = next;
        }

        return state;
    }

    // Returns whether the fit has settled.
    private bool Sweep(ProfileState state, ref DampingState damping)
    {
        _sweep++;
        double before = state.Objective;
        var options = new MinimizerOptions
        {
            MaxIterations = IterationsPerSweep,
            FunctionTolerance = 0,
            GradientTolerance = GradientShare * Math.Sqrt(_options.Tolerance),
            StepTolerance = SmallestStep,
        };
        MinimizerSummary summary = _minimizer.Minimize(
            state.Problem, options, ref damping,
            iteration => _observer?.Iterated(_sweep, iteration.Objective), _cancellation);
        double gradient = state.Objective > 0 ? summary.LargestGradient / Math.Sqrt(state.Objective) : 0;
        double decrease = Report(false, before, state, gradient);
        bool isStill = summary.Termination is TerminationType.NoDecrease or TerminationType.StepTolerance;
        return isStill || (decrease < _options.Tolerance && gradient <= options.GradientTolerance);
    }

    private double Report(bool grows, double before, ProfileState after, double gradient)
    {
        double decrease = before > 0 ? (before - after.Objective) / before : 0;
        _observer?.Ended(new ProfileSweep(_sweep, grows, after.Objective, decrease, gradient, after.Count));
        return decrease;
    }

    private ProfileFit Finish(ProfileState state, bool settled)
    {
        ProfileProblem problem = state.Problem;
        double noise = ProfileUncertainty.NoiseOf(_profile, problem.Model, problem.Objective);
        bool[] held = [.. problem.HitLimit];
        ProfileErrors[]? errors = _options.EstimatesErrors ? ProfileUncertainty.Estimate(problem, noise, held) : null;
        ProfileComponent[] components = [.. state.Components.Select((component, i) => component with
        {
            Shape = problem.Model.Components[i],
            Flags = component.Flags | PlaceFlags(problem.Model.Components[i])
                | (held[i] ? ComponentFlags.AtBound : ComponentFlags.None),
        })];
        if (errors is not null)
        {
            components = [.. components.Select((component, i) => WithErrors(
                component, errors[i], noise, BlendOf(component, components), settled))];
        }

        return new ProfileFit(
            [.. components.OrderBy(component => component.Shape.X)], problem.Model.Background, problem.Objective,
            _profile.Count, settled);
    }

    private static ProfileComponent WithErrors(
        in ProfileComponent component, in ProfileErrors errors, double noise, long neighbour, bool settled) =>
        component with
        {
            Errors = errors,
            SignalToNoise = component.Shape.Amplitude / noise,
            Neighbour = neighbour,
            Flags = component.Flags
                | (neighbour >= 0 ? ComponentFlags.Blended : ComponentFlags.None)
                | (settled ? ComponentFlags.None : ComponentFlags.NotConverged)
                | (errors.IsPoor ? ComponentFlags.PoorlyDetermined : ComponentFlags.None),
        };

    private ComponentFlags PlaceFlags(in ProfileGaussian g)
    {
        double reach = Support.Radius * g.Sigma;
        bool isClipped = g.X - reach < _profile.X[0] || g.X + reach > _profile.X[^1];
        int missing = Profile.LowerBound(_profile.Missing, g.X - reach);
        bool touches = missing < _profile.Missing.Length && _profile.Missing[missing] <= g.X + reach;
        return (isClipped ? ComponentFlags.ClippedByEdge : ComponentFlags.None)
            | (touches ? ComponentFlags.TouchesNoData : ComponentFlags.None);
    }

    // The neighbour of the largest overlap, if that is what two equal ones have at their full width at half maximum.
    private static long BlendOf(in ProfileComponent component, ProfileComponent[] all)
    {
        long neighbour = -1;
        double largest = BlendedOverlap;
        foreach (ProfileComponent other in all)
        {
            double overlap = other.Id == component.Id ? 0 : component.Shape.OverlapWith(other.Shape);
            if (overlap >= largest)
            {
                (neighbour, largest) = (other.Id, overlap);
            }
        }

        return neighbour;
    }

    private void CheckFreedom(ProfileModel model)
    {
        int parameters = model.ParameterCount;
        if (parameters > _profile.Count)
        {
            throw new InputException(
                $"--init and background have {parameters} parameters for {_profile.Count} samples with data; "
                + "give fewer components");
        }
    }
}
