using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.Refinement;
using TiledFit.Core.Restrictions;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// One step of the block-coordinate descent: a few Levenberg–Marquardt iterations on the components of a tile and its
/// ring, all others frozen. A pure function of its request.
/// </summary>
public static class TileStep
{
    // Below this relative decrease an iteration counts as slow, and affected pairs are summed over the pixels. From 0.15 σ
    // off that is after two iterations, and spares one of six. A crowd never comes down that fast: with 0.65 a terrain took
    // two and a half times as long to its first good fit. While components are selected, new ones far from their optimum
    // come with every round, and the integral serves longer: with 0.1 five fits of grown spots ended 2 % higher by the
    // median.
    private const double SlowDecrease = 0.65, SlowDecreaseOfCrowd = 0.1, SlowDecreaseOfSelection = 0.02;

    // What is chosen between rounds is judged by where the few iterations of a round have come to: with the inexact steps
    // that serve a plain fit, five fits of grown spots ended 8 % higher by the median.
    private const double ToleranceOfSelection = 1e-9;

    /// <summary>Runs the step.</summary>
    /// <param name="request">What it depends on.</param>
    /// <param name="workspace">The worker's buffers.</param>
    /// <param name="onChange">Hears the change of the objective so far after every iteration, for display only.</param>
    /// <param name="cancellation">Stops the step.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TileStepResult Run(
        TileStepRequest request, TileWorkspace workspace, Action<double>? onChange = null,
        CancellationToken cancellation = default) => request.Options.Selection switch
        {
            { Exchanges: true } exchange =>
                new ExchangeStep(request, exchange, workspace, onChange, cancellation).Run(),
            { Refines: false, AddLimit: > 0 } growth =>
                new GrowthStep(request, growth, workspace, onChange, cancellation).Run(),
            _ => SelectAndMinimize(request, workspace, onChange, cancellation),
        };

    /// <summary>Selects once, if the options say so, and minimises; components only come if all are kept.</summary>
    internal static TileStepResult SelectAndMinimize(
        TileStepRequest request, TileWorkspace workspace, Action<double>? onChange, CancellationToken cancellation,
        bool keepsAll = false)
    {
        Loss loss = request.Options.Loss;
        if (request.Options.Selection is not null && (!request.Weights.IsEmpty || loss != Loss.Squares))
        {
            throw new ArgumentException("components are selected by plain squares alone", nameof(request));
        }

        Parametrization? parametrization = Parametrization.Of(request.Options.Restrictions);
        if (request.Options.ProjectsAmplitudes && (loss != Loss.Squares || parametrization is not null))
        {
            throw new ArgumentException("amplitudes are projected by squares of free components alone", nameof(request));
        }

        var window = new PixelWindow(
            workspace, request.Bounds, request.Pixels.Span, request.Background, request.Frozen,
            request.Weights.Span, loss);
        int[] order = SpatialOrder.Of(request.Free);
        double before = window.Evaluate([.. order.Select(k => request.Free[k].Component.Shape)]);
        workspace.Enter(StepPhase.Report);
        ResidualSums sumsBefore = ResidualSums.Of(window.Residual, window.Bounds, request.Background);

        var removed = new List<long>();
        IReadOnlyList<FreeComponent> free = request.Free;
        if (request.Options.Selection is { } options)
        {
            SelectionOptions selection = options with { Criterion = options.Criterion.At(request.Background) };
            free = selection.Refines
                ? new RefinementStep(request, selection, window, cancellation).Run(removed)
                : new SelectionStep(request, selection, window, cancellation, keepsAll).Run(removed);
            order = SpatialOrder.Of(free);
        }

        Gaussian[] shapes = [.. order.Select(k => free[k].Component.Shape)];
        ReachBox[] limits = [.. order.Select(k => free[k].Limits)];

        // What elimination leaves in the residual has rounded otherwise than the sum of those that stay.
        bool hasChanged = removed.Count > 0 || free.Count > request.Free.Count;
        double start = hasChanged ? window.Evaluate(shapes) : before;
        MinimizerOptions minimizer = MinimizerOf(request.Options);
        double largestResting = 0;
        if (request.Options is { Selection: null, HoldsResting: true } && request.State.SumAffectedPairs
            && ActiveSet.Find(window, shapes, [.. order.Select(k => IsAtBound(free[k]))], cancellation,
                parametrization) is { } found)
        {
            bool[] active = found.Active;
            largestResting = found.LargestResting;
            minimizer = minimizer with { MaxIterations = Math.Max(minimizer.MaxIterations, ActiveSet.Iterations) };
            window.Freeze(shapes.Where((_, k) => !active[k]));
            shapes = [.. shapes.Where((_, k) => active[k])];
            limits = [.. limits.Where((_, k) => active[k])];
            order = [.. order.Where((_, k) => active[k])];
        }

        workspace.Enter(StepPhase.Minimize);
        var problem = new MixtureProblem(window, shapes, start, limits, cancellation, parametrization)
        {
            // The weights 1/f of counts are too uneven for means.
            SumAffectedPairs = request.State.SumAffectedPairs || loss.Kind == LossKind.Poisson,
            // New components are far from where they go, and what is known of the curvature soon holds no more.
            UsesCurvature = request.Options.Selection is null,
            Projection = request.Options.ProjectsAmplitudes
                ? new AmplitudeProjection(request.Options.AllowsNegative)
                : null,
        };

        DampingState damping = request.State.Damping;
        MinimizerSummary summary = workspace.Minimizer.Minimize(
            problem, minimizer, ref damping, iteration =>
            {
                double slow = request.Options.Selection is not null ? SlowDecreaseOfSelection
                    : problem.IsCrowded ? SlowDecreaseOfCrowd : SlowDecrease;
                problem.SumAffectedPairs |= iteration.RelativeDecrease < slow;
                onChange?.Invoke(iteration.Objective - before);
            }, cancellation);

        workspace.Enter(StepPhase.Report);
        int?[] places = new int?[free.Count];
        for (int k = 0; k < order.Length; k++)
        {
            places[order[k]] = k;
        }

        HashSet<long> given = [.. request.Free.Select(component => component.Component.Id)];
        ILookup<bool, (int Owner, Component Component)> results = free
            .Select((component, k) => (
                component.Owner,
                Component: places[k] is { } place
                    ? WithResult(component, problem, window, place, parametrization)
                    : component.Component))
            .ToLookup(result => given.Contains(result.Component.Id));
        Component[] added = [.. results[false].Select(result => result.Component)];
        return new TileStepResult(
            request.Tile,
            request.Sweep,
            [.. results[true]],
            removed,
            added,
            new MinimizerState(damping, problem.SumAffectedPairs),
            new TileStepStatistics(
                summary.InitialObjective - before,
                summary.FinalObjective - summary.InitialObjective,
                Math.Max(summary.LargestGradient, largestResting),
                ResidualSums.Of(window.Residual, window.Bounds, request.Background) - sumsBefore,
                loss == Loss.Squares ? window.SumSquares(request.Core) : 0,
                request.Bounds.Area,
                added.Length,
                removed.Count,
                summary.Iterations.Count,
                summary.Iterations.Sum(iteration => iteration.Trials),
                summary.Termination));
    }

    private static bool IsAtBound(FreeComponent free) => free.Component.Flags.HasFlag(ComponentFlags.AtBound);

    private static MinimizerOptions MinimizerOf(TileStepOptions options) => options.Selection is null
        ? options.Minimizer
        : options.Minimizer with { LinearTolerance = ToleranceOfSelection };

    private static Component WithResult(
        FreeComponent free, MixtureProblem problem, PixelWindow window, int k, Parametrization? parametrization)
    {
        Gaussian shape = problem.Components[k];
        bool isBounded = parametrization?.MarkBounded(shape, stackalloc bool[Gaussian.ParameterCount]) ?? false;
        ComponentFlags flags = free.Component.Flags & ComponentFlags.Origin;
        flags |= problem.HitLimit[k] ? ComponentFlags.AtBound : ComponentFlags.None;
        flags |= isBounded ? ComponentFlags.AtParameterBound : ComponentFlags.None;
        flags |= ReachesBeyond(shape, window.Bounds) ? ComponentFlags.ClippedByEdge : ComponentFlags.None;
        bool touches = window.Domain.HasInvalid(
            shape.X - shape.HalfWidth, shape.Y - shape.HalfHeight, shape.X + shape.HalfWidth,
            shape.Y + shape.HalfHeight);
        flags |= touches ? ComponentFlags.TouchesNoData : ComponentFlags.None;
        return new Component(free.Component.Id, shape, flags);
    }

    // A window ends inside a free component's support only at the raster's edge.
    private static bool ReachesBeyond(in Gaussian shape, PixelRectangle bounds) =>
        shape.X - shape.HalfWidth < bounds.X || shape.X + shape.HalfWidth > bounds.Right - 1
        || shape.Y - shape.HalfHeight < bounds.Y || shape.Y + shape.HalfHeight > bounds.Bottom - 1;
}
