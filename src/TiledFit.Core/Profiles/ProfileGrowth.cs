using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Profiles;

/// <summary>
/// Growth in rounds: all that stands out of the residual comes, more than will stay; everything is fitted anew; then
/// components are dropped, or merged with a neighbour, one at a time, as long as they do not earn their parameters or
/// there are too many. A round that does not lower E + penalty is taken back and is the last: profiles are short, so
/// that every try can be a fit of all parameters.
/// </summary>
internal sealed class ProfileGrowth
{
    // A round that lowers E + penalty by less than this share is the last.
    private const double LeastGain = 1e-4;

    // Components that are tried for removal before the rest are taken to be worth their while.
    private const int MostTries = 4;

    private readonly Profile _profile;
    private readonly ProfileFitOptions _options;
    private readonly LevenbergMarquardtMinimizer _minimizer;
    private readonly CancellationToken _cancellation;
    private double _penalty;

    public ProfileGrowth(
        Profile profile, ProfileFitOptions options, LevenbergMarquardtMinimizer minimizer,
        CancellationToken cancellation) =>
        (_profile, _options, _minimizer, _cancellation) = (profile, options, minimizer, cancellation);

    private bool IsFree => _options.Components is not null || _options.Rmse is not null;

    /// <summary>One round.</summary>
    /// <param name="state">Fitted.</param>
    /// <param name="round">For the identities of new components.</param>
    /// <returns>Something better, or null when growth has ended.</returns>
    public ProfileState? Next(ProfileState state, int round)
    {
        if (IsMet(state))
        {
            return null;
        }

        double noise = ProfileNoise.Estimate(_profile.X, state.Problem.Residual);
        IReadOnlyList<ProfileGaussian> found = ProfileDetector.Detect(
            _profile, state.Problem.Residual, noise, Math.Sqrt(Penalty(noise)) / noise, RoomIn(state),
            _cancellation);
        if (found.Count == 0)
        {
            return null;
        }

        IEnumerable<ProfileComponent> added = found.Select((shape, ordinal) => new ProfileComponent(
            ComponentId.Create(0, round, ordinal), shape, ComponentFlags.Grown));
        ProfileState next = Fit([.. state.Components, .. added], state.Background);

        // Of the noise's two estimates the second is the better one, once nothing but noise is left.
        _penalty = Penalty(Math.Max(
            noise, ProfileUncertainty.NoiseOf(_profile, next.Problem.Model, next.Objective)));
        next = Prune(next);
        return Cost(next) < (1 - LeastGain) * Cost(state) ? next : null;
    }

    /// <summary>Fits all parameters.</summary>
    public ProfileState Fit(IReadOnlyList<ProfileComponent> components, Background background) =>
        ProfileState.Fit(_profile, components, background, _minimizer, _cancellation);

    // Components that may still come, so that a sample more than parameters is left.
    private int RoomIn(ProfileState state) =>
        Math.Max(0, (_profile.Count - state.Problem.Model.ParameterCount - 1) / ProfileGaussian.ParameterCount);

    // The information criterion of a component's three parameters in white noise, as for rasters.
    private double Penalty(double noise) =>
        new SelectionCriterion(new NoiseModel(noise, 0), _profile.Count).Penalty(0, ProfileGaussian.ParameterCount);

    private double Cost(ProfileState state) => state.Objective + (IsFree ? 0 : _penalty * state.Count);

    private bool IsMet(ProfileState state) =>
        state.Objective <= 0
        || (_options.Rmse is { } rmse && state.Objective <= rmse * rmse * _profile.Count);

    private ProfileState Prune(ProfileState state)
    {
        while (state.Count > 0 && Without(state) is { } less)
        {
            state = less;
        }

        return state;
    }

    // The best state with one component less, if it may go.
    private ProfileState? Without(ProfileState state)
    {
        bool isForced = state.Count > (_options.Components ?? int.MaxValue);
        if (!isForced && IsFree && !IsMet(state))
        {
            return null;
        }

        ProfileState? best = null;
        foreach (int i in LeastWorth(state))
        {
            foreach (IReadOnlyList<ProfileComponent> fewer in Reductions(state.Components, i))
            {
                _cancellation.ThrowIfCancellationRequested();
                ProfileState tried = Fit(fewer, state.Background);
                best = best is null || tried.Objective < best.Objective ? tried : best;
            }

            if (!isForced && MayReplace(best!, state))
            {
                return best;
            }
        }

        return isForced ? best : null;
    }

    private bool MayReplace(ProfileState less, ProfileState state) =>
        IsFree ? IsMet(less) : Cost(less) <= Cost(state);

    // E rises by 1/(H⁻¹)_αα = 1/err²(ln a) in unit noise where a goes to zero and the others follow, to first order.
    private static IEnumerable<int> LeastWorth(ProfileState state)
    {
        ProfileErrors[] errors = ProfileUncertainty.Estimate(state.Problem, 1, []);
        return Enumerable.Range(0, state.Count)
            .OrderBy(i => double.IsNaN(errors[i].Amplitude)
                ? 0
                : state.Components[i].Shape.Amplitude / errors[i].Amplitude)
            .Take(MostTries);
    }

    private static IEnumerable<IReadOnlyList<ProfileComponent>> Reductions(
        IReadOnlyList<ProfileComponent> components, int gone)
    {
        ProfileComponent[] rest = [.. components.Where((_, i) => i != gone)];
        yield return rest;
        double[] overlaps = [.. rest.Select(other => other.Shape.OverlapWith(components[gone].Shape))];
        int neighbour = Array.IndexOf(overlaps, overlaps.DefaultIfEmpty().Max());
        if (neighbour >= 0 && overlaps[neighbour] > 0)
        {
            ProfileComponent merged = rest[neighbour] with
            {
                Shape = rest[neighbour].Shape.MergeWith(components[gone].Shape),
            };
            yield return [.. rest[..neighbour], merged, .. rest[(neighbour + 1)..]];
        }
    }
}
