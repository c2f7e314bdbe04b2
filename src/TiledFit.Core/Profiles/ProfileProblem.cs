using TiledFit.Core.Kernels;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>
/// A profile's model as a least-squares problem: a block of three parameters (α, d, e) for each component, and one for
/// the level and slope of the background, which is fitted along.
/// </summary>
internal sealed class ProfileProblem : ILeastSquaresProblem
{
    private const int N = ProfileGaussian.ParameterCount;

    // No component moves by more than this many of its own σ, or changes a size by more than this factor's logarithm.
    private const double LongestStep = 1.5;

    // A step that would leave the limits is halved up to this often before its component is held.
    private const int MostHalvings = 3;

    private readonly Profile _profile;
    private readonly ProfileLimits _limits;
    private readonly double _backgroundScale;
    private double[] _residual, _trialResidual;
    private ProfileModel _trial;
    private BlockSymmetricMatrix? _matrix;
    private double _trialObjective;

    /// <summary>A problem that starts at a model.</summary>
    public ProfileProblem(Profile profile, ProfileModel start)
    {
        _profile = profile;
        _limits = ProfileLimits.Of(profile);
        _backgroundScale = ScaleOf(profile);
        Model = _trial = start;
        HitLimit = new bool[start.Components.Count];
        (_residual, _trialResidual) = (new double[profile.Count], new double[profile.Count]);
        Objective = Evaluate(start, _residual);
    }

    public int ParameterCount => N * (Model.Components.Count + (HasBackground ? 1 : 0));

    public double Objective { get; private set; }

    public ProfileModel Model { get; private set; }

    /// <summary>z − f at the current point.</summary>
    public ReadOnlySpan<double> Residual => _residual;

    /// <summary>Components that the last iteration held at a limit.</summary>
    public bool[] HitLimit { get; }

    private bool HasBackground => Model.Background.Kind != BackgroundKind.None;

    public BlockSymmetricMatrix Linearize(Span<double> gradient)
    {
        Array.Clear(HitLimit);
        var jacobian = new ProfileJacobian(_profile, Model, _backgroundScale);
        jacobian.Gradient(_residual, gradient);
        BlockPattern pattern = jacobian.Pattern(Model, _matrix?.Pattern);
        if (_matrix?.Pattern != pattern)
        {
            _matrix = new BlockSymmetricMatrix(pattern, N);
        }

        jacobian.Fill(_matrix!);
        return _matrix!;
    }

    public bool MarkInfeasible(ReadOnlySpan<double> step, Span<bool> held)
    {
        bool added = false;
        Span<double> own = stackalloc double[N];
        for (int i = 0; i < Model.Components.Count; i++)
        {
            step.Slice(N * i, N).CopyTo(own);
            Shorten(Model.Components[i], own, out bool isFeasible, out _);

            // The amplitude, the first of the parameters, has no limit.
            Span<bool> placement = held.Slice(N * i + 1, N - 1);
            if (!placement[0] && !isFeasible)
            {
                placement.Fill(true);
                HitLimit[i] = added = true;
            }
        }

        return added;
    }

    public double EvaluateTrial(Span<double> step, out bool shortened)
    {
        shortened = false;
        var components = new ProfileGaussian[Model.Components.Count];
        for (int i = 0; i < components.Length; i++)
        {
            components[i] = Shorten(Model.Components[i], step.Slice(N * i, N), out _, out bool isShortened);
            shortened |= isShortened;
        }

        _trial = new ProfileModel(components, HasBackground ? Move(step[(N * components.Length)..]) : Model.Background);
        _trialObjective = Evaluate(_trial, _trialResidual);
        return _trialObjective;
    }

    public void AcceptTrial()
    {
        (Model, Objective) = (_trial, _trialObjective);
        (_residual, _trialResidual) = (_trialResidual, _residual);
    }

    // The background's columns are those of the components in size, whatever the unit of the values.
    private static double ScaleOf(Profile profile)
    {
        double range = profile.Z.Max() - profile.Z.Min();
        return range > 0 ? range : 1;
    }

    private Background Move(ReadOnlySpan<double> step) => Model.Background with
    {
        Level = Model.Background.Level + _backgroundScale * step[0],
        SlopeX = Model.Background.Kind == BackgroundKind.Plane
            ? Model.Background.SlopeX + _backgroundScale * step[1] / ProfileJacobian.HalfExtent(_profile)
            : 0,
    };

    private double Evaluate(ProfileModel model, double[] residual)
    {
        for (int k = 0; k < residual.Length; k++)
        {
            residual[k] = _profile.Z[k] - model.Background.ValueAt(_profile.X[k], 0);
        }

        foreach (ProfileGaussian component in model.Components)
        {
            (int first, int end) = _profile.Within(component);
            for (int k = first; k < end; k++)
            {
                residual[k] -= component.ValueAt(_profile.X[k]);
            }
        }

        var sum = new CompensatedSum();
        foreach (double r in residual)
        {
            sum.Add(r * r);
        }

        return sum.Value;
    }

    // To the longest step, then by halves to a feasible one, if one is so near; returns where it leads.
    private ProfileGaussian Shorten(
        in ProfileGaussian current, Span<double> step, out bool isFeasible, out bool isShortened)
    {
        double longest = Math.Max(Math.Abs(step[0]), Math.Max(Math.Abs(step[1]), Math.Abs(step[2])));
        isShortened = longest > LongestStep;
        if (isShortened)
        {
            Scale(step, LongestStep / longest);
        }

        ProfileGaussian moved = current.Move(step);
        isFeasible = _limits.Allow(current, moved);
        for (int k = 0; k < MostHalvings && !isFeasible; k++)
        {
            Scale(step, 0.5);
            isShortened = true;
            moved = current.Move(step);
            isFeasible = _limits.Allow(current, moved);
        }

        return moved;
    }

    private static void Scale(Span<double> step, double factor)
    {
        foreach (ref double value in step)
        {
            value *= factor;
        }
    }
}
