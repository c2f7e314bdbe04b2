using System.Runtime.CompilerServices;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Numerics;
using TiledFit.Core.Restrictions;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The free components of a window as a least-squares problem. A step (α, d1, d2, e11, e21, e22) acts in the
/// component's own whitened frame: a ← a·e^α, c ← c + L·d, L ← L·[[e^e11, 0], [e21, e^e22]], so that the Jacobian's
/// columns are a·g·φ with φ = (1, u1, u2, u1², u1·u2, u2²) for every size and orientation.
/// </summary>
internal sealed class MixtureProblem : ILeastSquaresProblem
{
    private const int N = Gaussian.ParameterCount;

    // No component moves by more than this many of its own σ, or changes a size by more than this factor's logarithm.
    private const double LongestStep = 1.5;

    /// <summary>σ_minor that no step goes below, px.</summary>
    public const double Narrowest = 0.25;

    // Of the longer side of the window: σ_major that no step goes beyond. Over the pixels so broad a component is flat to
    // 1e-4, and its shape no longer matters.
    private const double Widest = 100;

    // A step takes no centre further outside the raster, in its σ.
    private const double FarthestOutside = 2;

    // A step that would leave the reach is halved up to this often before its component is held.
    private const int MostHalvings = 3;

    // The pattern serves until some component has moved or grown by this much, in its own σ.
    private const double PatternLifetime = 2;

    // Of D: with none the step in places and shapes is Kaufman's, but where two components are one no factor exists.
    private const double DampingOfProjected = 1e-3;

    // Couplings a component from which a field counts as crowded.
    private const int CrowdedCouplings = 12;

    private readonly PixelWindow _window;
    private readonly ReachBox[] _limits;
    private readonly CancellationToken _cancellation;
    private readonly Parametrization? _parametrization;
    private readonly double[] _drift;
    private Gaussian[] _current, _trial;
    private ParameterFrames? _frames;
    private BlockPattern? _pattern;
    private double _trialObjective;

    /// <summary>A problem that starts at the given components.</summary>
    /// <param name="window">Its residual is that of the components.</param>
    /// <param name="components">Taken over.</param>
    /// <param name="objective">E of that residual.</param>
    /// <param name="limits">Where each component's support must stay.</param>
    /// <param name="cancellation">Stops a linearisation.</param>
    /// <param name="parametrization">In which parameters to step; null for the free step on the manifold.</param>
    public MixtureProblem(
        PixelWindow window, Gaussian[] components, double objective, ReachBox[] limits,
        CancellationToken cancellation, Parametrization? parametrization = null)
    {
        _window = window;
        _parametrization = parametrization;
        _limits = limits;
        _cancellation = cancellation;
        _current = components;
        _trial = new Gaussian[components.Length];
        _drift = new double[components.Length];
        HitLimit = new bool[components.Length];
        Objective = objective;
    }

    public int ParameterCount => N * _current.Length;

    public double Objective { get; private set; }

    public ReadOnlySpan<Gaussian> Components => _current;

    /// <summary>Components that the last iteration held at a limit.</summary>
    public bool[] HitLimit { get; }

    /// <summary>
    /// Whether pairs that an edge, missing pixels or narrowness affects are summed over the pixels. The integral for
    /// every pair converges faster far from the optimum, the sums near it.
    /// </summary>
    public bool SumAffectedPairs { get; set; }

    /// <summary>Whether the curvature of the residuals is made use of; see <see cref="SubtractCurvature"/>.</summary>
    public bool UsesCurvature { get; init; }

    /// <summary>Gives each trial its best amplitudes; null leaves them to the step.</summary>
    public AmplitudeProjection? Projection { get; init; }

    /// <summary>Whether components had many couplings each at the last linearisation.</summary>
    public bool IsCrowded => _pattern is { } pattern
        && pattern.LowerCount > CrowdedCouplings * pattern.BlockCount;

    public BlockSymmetricMatrix Linearize(Span<double> gradient)
    {
        Array.Clear(HitLimit);
        _frames = _parametrization is null ? null : new ParameterFrames(_parametrization, _current);
        Gaussian[] anchors = _frames?.Anchors ?? _current;
        _window.Enter(StepPhase.Gradient);
        MixtureGradient.Compute(anchors, _window.Residual, gradient, _cancellation);
        _window.Enter(StepPhase.NormalMatrix);
        BlockSymmetricMatrix matrix = _window.Matrix;
        EnsurePattern(matrix);
        NormalMatrix.Fill(anchors, SumAffectedPairs, _window.Domain, matrix, _cancellation);
        _frames?.Reduce(gradient, matrix);
        _window.Enter(StepPhase.Minimize);
        return matrix;
    }

    /// <summary>
    /// In a crowd, near the optimum: there soft joint directions have less of H than of S, by which alone λ would have
    /// to hold them. Where components are few H is all that counts.
    /// </summary>
    public void SubtractCurvature(BlockSymmetricMatrix matrix)
    {
        if (UsesCurvature && SumAffectedPairs && IsCrowded && _parametrization is not { IsLinear: false })
        {
            _window.Enter(StepPhase.Gradient);
            if (_frames is null)
            {
                ResidualCurvature.Subtract(_current, _window.Residual, matrix, _cancellation);
            }
            else
            {
                SubtractReducedCurvature(_frames, matrix);
            }

            _window.Enter(StepPhase.Minimize);
        }
    }

    public void MarkActive(ReadOnlySpan<double> gradient, Span<bool> held) => _frames?.MarkActive(gradient, held);

    public bool Clip(
        ReadOnlySpan<double> step, ReadOnlySpan<bool> held, Span<bool> clipped, Span<double> displacement) =>
        _frames is not null && _frames.Clip(step, held, clipped, displacement);

    /// <summary>The amplitudes follow places and shapes freely where they are solved for.</summary>
    public void AdjustScaling(Span<double> scaling)
    {
        for (int k = 0; Projection is not null && k < scaling.Length; k += N)
        {
            scaling[k] *= DampingOfProjected;
        }
    }

    public bool MarkInfeasible(ReadOnlySpan<double> step, Span<bool> held)
    {
        bool added = false;
        Span<double> own = stackalloc double[N];
        for (int i = 0; i < _current.Length; i++)
        {
            step.Slice(N * i, N).CopyTo(own);
            Shorten(i, own, out bool isFeasible, out _);

            // The amplitude, the first of the parameters, does not move the support.
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
        for (int i = 0; i < _current.Length; i++)
        {
            _trial[i] = Shorten(i, step.Slice(N * i, N), out _, out bool isShortened);
            shortened |= isShortened;
        }

        _trialObjective = _window.EvaluateTrial(_trial);
        if (Projection?.TrySolve(_trial, _pattern!, _window.Trial, _window.Domain, _cancellation) == true)
        {
            _trialObjective = _window.EvaluateTrial(_trial);
        }

        _window.Enter(StepPhase.Minimize);
        return _trialObjective;
    }

    public void AcceptTrial()
    {
        _window.AcceptTrial();
        for (int i = 0; i < _current.Length; i++)
        {
            _drift[i] += Distance(_current[i], _trial[i]);
        }

        (_current, _trial) = (_trial, _current);
        Objective = _trialObjective;
    }

    /// <summary>The step on the manifold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Gaussian Move(in Gaussian g, ReadOnlySpan<double> step)
    {
        double scale1 = DeterministicMath.Exp(step[3]), scale2 = DeterministicMath.Exp(step[5]);
        return new Gaussian(
            g.Amplitude * DeterministicMath.Exp(step[0]),
            g.X + g.L11 * step[1],
            g.Y + g.L21 * step[1] + g.L22 * step[2],
            g.L11 * scale1,
            g.L21 * scale1 + g.L22 * step[4],
            g.L22 * scale2);
    }

    // H − Tᵀ·S·T.
    private void SubtractReducedCurvature(ParameterFrames frames, BlockSymmetricMatrix matrix)
    {
        BlockSymmetricMatrix curvature = BlockSymmetricMatrix.Uncoupled(_current.Length, N);
        ResidualCurvature.Subtract(_current, _window.Residual, curvature, _cancellation);
        frames.Reduce(curvature);
        for (int k = 0; k < curvature.Diagonal.Length; k++)
        {
            matrix.Diagonal[k] += curvature.Diagonal[k];
        }
    }

    // Far outside the raster a component would fit its edge with a tail that its cut makes ragged, narrower than the
    // floor it would fit single pixels, and without a limit it would widen for ever where it stands for a constant; what
    // is there already may stay and come back.
    private bool IsFeasible(int component, in Gaussian moved)
    {
        Gaussian current = _current[component];
        double widest = Widest * Math.Max(_window.Bounds.Width, _window.Bounds.Height);
        return moved.IsValid && _limits[component].Holds(moved)
            && (DistanceOutside(moved) <= FarthestOutside || DistanceOutside(moved) <= DistanceOutside(current))
            && (_parametrization?.AllowsWidth(moved, current)
                ?? (moved.SigmaMinor >= Narrowest || moved.SigmaMinor >= current.SigmaMinor))
            && (moved.SigmaMajor <= widest || moved.SigmaMajor <= current.SigmaMajor);
    }

    // How far the centre lies outside the pixels, in σ of the marginals.
    private double DistanceOutside(in Gaussian g)
    {
        PixelRectangle bounds = _window.Bounds;
        double x = Math.Max(bounds.X - g.X, g.X - (bounds.Right - 1)) / g.L11;
        double y = Math.Max(bounds.Y - g.Y, g.Y - (bounds.Bottom - 1)) / Math.Sqrt(g.CovarianceYY);
        return Math.Max(0, Math.Max(x, y));
    }

    // To the longest step, then by halves to a feasible one, if one is so near; returns where it leads.
    private Gaussian Shorten(int component, Span<double> step, out bool isFeasible, out bool isShortened)
    {
        double longest = 0;
        // An amplitude that is solved for in any case shortens nothing.
        foreach (double value in Projection is null ? step : step[1..])
        {
            longest = Math.Max(longest, Math.Abs(value));
        }

        isShortened = longest > LongestStep;
        if (isShortened)
        {
            Scale(step, LongestStep / longest);
        }

        Gaussian moved = MoveBy(component, step);
        isFeasible = IsFeasible(component, moved);
        for (int k = 0; k < MostHalvings && !isFeasible; k++)
        {
            Scale(step, 0.5);
            isShortened = true;
            moved = MoveBy(component, step);
            isFeasible = IsFeasible(component, moved);
        }

        return moved;
    }

    private Gaussian MoveBy(int component, ReadOnlySpan<double> step) =>
        _frames is null ? Move(_current[component], step) : _frames.Move(component, step);

    private static void Scale(Span<double> step, double factor)
    {
        foreach (ref double value in step)
        {
            value *= factor;
        }
    }

    private static double Distance(in Gaussian from, in Gaussian to)
    {
        double u1 = (to.X - from.X) / from.L11, u2 = (to.Y - from.Y - from.L21 * u1) / from.L22;
        return Math.Abs(u1) + Math.Abs(u2) + Math.Abs(to.L11 / from.L11 - 1) + Math.Abs(to.L22 / from.L22 - 1)
            + Math.Abs(to.L21 - from.L21) / from.L22;
    }

    private void EnsurePattern(BlockSymmetricMatrix matrix)
    {
        bool stale = _pattern is null || matrix.Pattern != _pattern;
        foreach (double drift in _drift)
        {
            stale |= drift > PatternLifetime;
        }

        if (stale)
        {
            _pattern = CouplingPattern.Create(_current);
            matrix.Reset(_pattern);
            Array.Clear(_drift);
        }
    }
}
