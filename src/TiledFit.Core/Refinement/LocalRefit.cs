using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Refinement;

/// <summary>
/// Replaces a few components of a window by others and minimises over these, all else held: what a change of the model
/// is worth once its surroundings have followed.
/// </summary>
internal sealed class LocalRefit
{
    // What the components may grow and move by; past the box of their supports they are held.
    private const double RoomToGrow = 1.3;
    private const int RoomToMove = 4;

    // Iterations after which it shows whether a change leads anywhere.
    private const int ProbeIterations = 5;

    private static readonly MinimizerOptions Minimizer = new()
    {
        MaxIterations = 20,
        MaxTrials = 6,
        FunctionTolerance = 1e-5,
        LinearTolerance = 1e-9,
    };

    private readonly PixelWindow _window;
    private readonly Parametrization? _parametrization;
    private double[] _pixels = [];

    /// <summary>Refits of components of a window without weights.</summary>
    /// <param name="window">It stays as it is.</param>
    /// <param name="parametrization">Of restricted components, or null.</param>
    public LocalRefit(PixelWindow window, Parametrization? parametrization)
    {
        _window = window;
        _parametrization = parametrization;
    }

    /// <summary>
    /// E with <paramref name="wanted"/>, minimised, in place of <paramref name="present"/>, less E as it is; and what
    /// the minimiser made of them.
    /// </summary>
    /// <param name="present">Components of the window.</param>
    /// <param name="wanted">Where those start that take their place.</param>
    /// <param name="limits">Where the supports of these must stay.</param>
    /// <param name="hopeless">A change of E that after few iterations is no smaller is given up.</param>
    /// <param name="cancellation">Stops it.</param>
    public (double Change, Gaussian[] Shapes) Run(
        ReadOnlySpan<Gaussian> present, ReadOnlySpan<Gaussian> wanted, ReadOnlySpan<ReachBox> limits,
        double hopeless, CancellationToken cancellation)
    {
        PixelRectangle box = BoxOf(wanted, BoxOf(present, default)).Intersect(_window.Bounds);
        int area = (int)box.Area;
        if (_pixels.Length < area)
        {
            _pixels = new double[Math.Max(area, 2 * _pixels.Length)];
        }

        Span<double> pixels = _pixels.AsSpan(0, area);
        _window.CopyResidual(box, pixels);
        var local = new PixelWindow(_window.InnerWorkspace, box, pixels, Background.None, Negatives(present));
        double before = local.Evaluate(present);
        double start = local.Evaluate(wanted);
        if (wanted.IsEmpty)
        {
            return (start - before, []);
        }

        var problem = new MixtureProblem(
            local, wanted.ToArray(), start, Within(box, limits), cancellation, _parametrization)
        {
            SumAffectedPairs = true,
        };
        DampingState damping = DampingState.Initial;
        MinimizerSummary summary = _window.InnerWorkspace.Minimizer.Minimize(
            problem, Minimizer with { MaxIterations = ProbeIterations }, ref damping, null, cancellation);
        if (summary.FinalObjective - before < hopeless && summary.Termination == TerminationType.IterationLimit)
        {
            summary = _window.InnerWorkspace.Minimizer.Minimize(problem, Minimizer, ref damping, null, cancellation);
        }

        return (summary.FinalObjective - before, problem.Components.ToArray());
    }

    // Taken off the residual, they give the residual without the components.
    private static Component[] Negatives(ReadOnlySpan<Gaussian> shapes)
    {
        var negatives = new Component[shapes.Length];
        for (int k = 0; k < shapes.Length; k++)
        {
            negatives[k] = new Component(k, shapes[k] with { Amplitude = -shapes[k].Amplitude });
        }

        return negatives;
    }

    // Supports must not leave the box but where the window ends with it.
    private ReachBox[] Within(PixelRectangle box, ReadOnlySpan<ReachBox> limits)
    {
        PixelRectangle bounds = _window.Bounds;
        var inside = new ReachBox(
            box.X == bounds.X ? double.NegativeInfinity : box.X,
            box.Y == bounds.Y ? double.NegativeInfinity : box.Y,
            box.Right == bounds.Right ? double.PositiveInfinity : box.Right - 1,
            box.Bottom == bounds.Bottom ? double.PositiveInfinity : box.Bottom - 1);
        var narrowed = new ReachBox[limits.Length];
        for (int k = 0; k < limits.Length; k++)
        {
            narrowed[k] = limits[k].Intersect(inside);
        }

        return narrowed;
    }

    private static PixelRectangle BoxOf(ReadOnlySpan<Gaussian> shapes, PixelRectangle box)
    {
        foreach (Gaussian g in shapes)
        {
            box = box.Union(SupportBox.Of(g, RoomToGrow * Support.Radius, RoomToMove));
        }

        return box;
    }
}
