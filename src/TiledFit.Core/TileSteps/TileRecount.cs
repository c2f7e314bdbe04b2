using TiledFit.Core.Kernels;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;

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
    /// <param name="cancellation">Looked at before each component's sums.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TileCount Run(
        PixelRectangle core, PixelRectangle bounds, ReadOnlySpan<double> pixels, Background background,
        IReadOnlyList<Component> owned, IReadOnlyList<Component> others, TileWorkspace workspace,
        bool withGradient = true, CancellationToken cancellation = default)
    {
        var window = new PixelWindow(workspace, bounds, pixels, background, others);
        Gaussian[] shapes = [.. owned.Select(component => component.Shape)];
        window.Evaluate(shapes);
        (double sse, ResidualSums sums) = SumCore(core, window, background);
        double largestGradient = withGradient
            ? LargestGradient(owned, shapes, window, cancellation)
            : double.PositiveInfinity;
        return new TileCount(CountValid(core, bounds, pixels), sse, sums, largestGradient);
    }

    private static (double Sse, ResidualSums Sums) SumCore(
        PixelRectangle core, PixelWindow window, Background background)
    {
        PixelPlane residual = window.Residual;
        CompensatedSum sse = default, one = default, x = default, y = default;
        for (int row = core.Y; row < core.Bottom; row++)
        {
            ReadOnlySpan<double> line =
                residual.RowSpan(row - window.Bounds.Y).Slice(core.X - window.Bounds.X, core.Width);
            double squares = 0, sum = 0, moment = 0;
            for (int column = 0; column < line.Length; column++)
            {
                squares += line[column] * line[column];
                sum += line[column];
                moment += line[column] * column;
            }

            sse.Add(squares);
            one.Add(sum);
            x.Add(moment + (core.X - background.OriginX) * sum);
            y.Add((row - background.OriginY) * sum);
        }

        return (sse.Value, new ResidualSums(one.Value, x.Value, y.Value));
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
        IReadOnlyList<Component> owned, Gaussian[] shapes, PixelWindow window, CancellationToken cancellation)
    {
        BlockSymmetricMatrix diagonal = NormalMatrix.Diagonal(shapes, true, window.Domain, cancellation);
        var gradient = new double[diagonal.Order];
        MixtureGradient.Compute(shapes, window.Residual, gradient, cancellation);
        var held = new bool[diagonal.Order];
        for (int i = 0; i < owned.Count; i++)
        {
            held.AsSpan(Gaussian.ParameterCount * i + 1, Gaussian.ParameterCount - 1)
                .Fill(owned[i].Flags.HasFlag(ComponentFlags.AtBound));
        }

        return LevenbergMarquardtMinimizer.LargestGradient(diagonal, gradient, held);
    }
}
