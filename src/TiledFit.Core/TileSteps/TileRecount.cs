using TiledFit.Core.Levels;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Restrictions;

namespace TiledFit.Core.TileSteps;

/// <summary>Counts a tile's share of the objective, of the residual sums and of the gradient from scratch.</summary>
public static class TileRecount
{
    /// <summary>Counts.</summary>
    /// <param name="core">The tile's core.</param>
    /// <param name="bounds">The core and all pixels that the owned components reach.</param>
    /// <param name="pixels">Those pixels, row by row; NaN where there is no data.</param>
    /// <param name="background">The background.</param>
    /// <param name="owned">The tile's components.</param>
    /// <param name="others">All others that reach the pixels.</param>
    /// <param name="workspace">The worker's buffers.</param>
    /// <param name="withGradient">Whether the gradient is asked for.</param>
    /// <param name="weights">w of each of the pixels; empty where all are 1.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="restrictions">What is not free of the components, or null.</param>
    /// <param name="blockSide">Pixels along a side of the blocks whose means are asked for, or 0.</param>
    /// <param name="cancellation">Looked at before each component's sums.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TileCount Run(
        PixelRectangle core, PixelRectangle bounds, ReadOnlySpan<double> pixels, Background background,
        IReadOnlyList<Component> owned, IReadOnlyList<Component> others, TileWorkspace workspace,
        bool withGradient = true, ReadOnlySpan<double> weights = default, Loss loss = default,
        ComponentRestrictions? restrictions = null, int blockSide = 0, CancellationToken cancellation = default)
    {
        var window = new PixelWindow(workspace, bounds, pixels, background, others, weights, loss);
        Gaussian[] shapes = [.. owned.Select(component => component.Shape)];
        (double Objective, LossSums? Sums) counted = Count(window, shapes, core, loss);
        double largestGradient = withGradient
            ? LargestGradient(owned, shapes, window, Parametrization.Of(restrictions), cancellation)
            : double.PositiveInfinity;
        return new TileCount(
            CountValid(core, bounds, pixels), counted.Objective,
            ResidualSums.Of(window.Residual, core, background), largestGradient)
        {
            Loss = counted.Sums,
            BlockMeans = blockSide == 0 ? null : BlockMeans.Of(window.Residual, core, blockSide, pixels, weights),
        };
    }

    private static (double Objective, LossSums? Sums) Count(
        PixelWindow window, Gaussian[] shapes, PixelRectangle core, Loss loss)
    {
        if (loss != Loss.Squares)
        {
            return window.EvaluateAndCount(shapes, core);
        }

        window.Evaluate(shapes);
        return (window.SumSquares(core), null);
    }

    private static long CountValid(PixelRectangle core, PixelRectangle bounds, ReadOnlySpan<double> pixels)
    {
        long valid = 0;
        for (int row = core.Y; row < core.Bottom; row++)
        {
            int start = (row - bounds.Y) * bounds.Width + core.X - bounds.X;
            foreach (double z in pixels.Slice(start, core.Width))
            {
                valid += double.IsNaN(z) ? 0 : 1;
            }
        }

        return valid;
    }

    // What the reach holds cannot follow its gradient, except in amplitude.
    private static double LargestGradient(
        IReadOnlyList<Component> owned, Gaussian[] shapes, PixelWindow window, Parametrization? parametrization,
        CancellationToken cancellation)
    {
        ParameterFrames? frames = parametrization is null ? null : new ParameterFrames(parametrization, shapes);
        shapes = frames?.Anchors ?? shapes;
        BlockSymmetricMatrix diagonal = NormalMatrix.Diagonal(shapes, true, window.Domain, cancellation);
        var gradient = new double[diagonal.Order];
        MixtureGradient.Compute(shapes, window.Residual, gradient, cancellation);
        frames?.Reduce(gradient, diagonal);
        var held = new bool[diagonal.Order];
        frames?.MarkActive(gradient, held);
        for (int i = 0; i < owned.Count; i++)
        {
            if (owned[i].Flags.HasFlag(ComponentFlags.AtBound))
            {
                held.AsSpan(Gaussian.ParameterCount * i + 1, Gaussian.ParameterCount - 1).Fill(true);
            }
        }

        return LevenbergMarquardtMinimizer.LargestGradient(diagonal, gradient, held);
    }
}
