using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// One step of the block-coordinate descent: a few Levenberg–Marquardt iterations on the components of a tile and its
/// ring, all others frozen. A pure function of its request.
/// </summary>
public static class TileStep
{
    // Below this relative decrease an iteration counts as slow, and affected pairs are summed over the pixels.
    private const double SlowDecrease = 0.02;

    /// <summary>Runs the step.</summary>
    /// <param name="request">What it depends on.</param>
    /// <param name="workspace">The worker's buffers.</param>
    /// <param name="onIteration">Hears every iteration, for display only.</param>
    /// <param name="cancellation">Stops the step.</param>
    public static TileStepResult Run(
        TileStepRequest request, TileWorkspace workspace, Action<IterationSummary>? onIteration = null,
        CancellationToken cancellation = default)
    {
        var window = new PixelWindow(
            workspace, request.Bounds, request.Pixels.Span, request.Background, request.Frozen);
        var problem = new MixtureProblem(
            window,
            [.. request.Free.Select(free => free.Component.Shape)],
            [.. request.Free.Select(free => free.Limits)],
            cancellation) { SumAffectedPairs = request.State.SumAffectedPairs };
        ResidualSums before = ResidualSums.Of(window.Residual, request.Background);

        DampingState damping = request.State.Damping;
        MinimizerSummary summary = workspace.Minimizer.Minimize(
            problem, request.Options.Minimizer, ref damping, iteration =>
            {
                problem.SumAffectedPairs |= iteration.RelativeDecrease < SlowDecrease;
                onIteration?.Invoke(iteration);
            }, cancellation);

        return new TileStepResult(
            request.Tile,
            request.Sweep,
            [.. request.Free.Select((free, k) => (free.Owner, WithResult(free, problem, window, k)))],
            [],
            [],
            new MinimizerState(damping, problem.SumAffectedPairs),
            new TileStepStatistics(
                0,
                summary.FinalObjective - summary.InitialObjective,
                summary.LargestGradient,
                ResidualSums.Of(window.Residual, request.Background) - before,
                request.Bounds.Area,
                0,
                0,
                summary.Iterations.Count,
                summary.Iterations.Sum(iteration => iteration.Trials),
                summary.Termination));
    }

    private static Component WithResult(FreeComponent free, MixtureProblem problem, PixelWindow window, int k)
    {
        Gaussian shape = problem.Components[k];
        ComponentFlags flags = free.Component.Flags & ComponentFlags.Grown;
        flags |= problem.HitLimit[k] ? ComponentFlags.AtReach : ComponentFlags.None;
        flags |= ReachesBeyond(shape, window.Bounds) ? ComponentFlags.ClippedByEdge : ComponentFlags.None;
        bool touches = window.HasInvalid(
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
