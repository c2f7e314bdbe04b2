using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Core.Restrictions;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Levels;

/// <summary>
/// A step of the components that are broad enough to be seen by the means of blocks: a tile step on the coarse raster
/// that the means make. What it proposes is judged by the raster itself. A pure function of its arguments.
/// </summary>
public static class CoarseStep
{
    /// <summary>Least σ along any direction, blocks: what is narrower is the finer level's.</summary>
    public const double LeastSigma = 1;

    /// <summary>Runs the step; no σ becomes larger than half the raster, or than it was given.</summary>
    /// <param name="residual">Means of the residual over the blocks, row by row; NaN where there is no data.</param>
    /// <param name="width">Blocks in a row.</param>
    /// <param name="side">F, pixels along a side of a block.</param>
    /// <param name="components">The components as they are, in pixels of the raster.</param>
    /// <param name="owner">What names new components, with <paramref name="round"/>: a number that no tile has.</param>
    /// <param name="round">From 1.</param>
    /// <param name="state">Where the minimiser stands.</param>
    /// <param name="options">What to do; lengths in blocks.</param>
    /// <returns>The components as they are proposed, and where the minimiser stands then.</returns>
    public static CoarseProposal Run(
        ReadOnlySpan<double> residual, int width, int side, IReadOnlyList<Component> components, int owner, int round,
        MinimizerState state, TileStepOptions options)
    {
        var scale = new BlockScale(side);
        var bounds = new PixelRectangle(0, 0, width, residual.Length / width);
        FreeComponent[] free = scale.ToBlocks(components, owner);
        var workspace = new TileWorkspace();
        double[] pixels = PixelsOf(residual, side, bounds, free, workspace.Target);
        var request = new TileStepRequest(
            owner, round, bounds, bounds, pixels, Background.None, free, [], ReachBox.Unbounded, state,
            options with
            {
                Restrictions = new ComponentRestrictions
                {
                    SigmaMin = scale.LeastSigma(LeastSigma),
                    SigmaMax = free.Select(component => component.Component.Shape.SigmaMajor)
                        .Append(0.5 * Math.Max(bounds.Width, bounds.Height)).Max(),
                    Amplitude = options.Restrictions?.Amplitude ?? default,
                },
            });
        TileStepResult result = TileStep.Run(request, workspace);
        HashSet<long> removed = [.. result.Removed];
        Component[] moved =
        [
            .. result.Updated.Select(update => update.Component).Where(component => !removed.Contains(component.Id))
                .Concat(result.Added).OrderBy(component => component.Id)
                .Select(component => ToRaster(component, scale)),
        ];
        return new CoarseProposal(moved, result.State, -result.Statistics.ObjectiveChange);
    }

    // The level's own limits on σ are none that was asked for.
    private static Component ToRaster(in Component component, BlockScale scale)
    {
        bool isHeld = component.Flags.HasFlag(ComponentFlags.AtParameterBound);
        return component with
        {
            Shape = scale.ToRaster(component.Shape),
            Flags = (component.Flags & ~ComponentFlags.AtParameterBound)
                | (isHeld ? ComponentFlags.AtBound : ComponentFlags.None),
        };
    }

    // F·(mean residual) + what the components show now, so that the residual they are judged by is exact where they
    // are.
    private static unsafe double[] PixelsOf(
        ReadOnlySpan<double> residual, int side, PixelRectangle bounds, IReadOnlyList<FreeComponent> free,
        AlignedBuffer buffer)
    {
        buffer.Reserve(PixelPlane.LengthFor(bounds));
        var plane = new PixelPlane(buffer.Pointer, bounds);
        for (int row = 0; row < bounds.Height; row++)
        {
            ReadOnlySpan<double> means = residual.Slice(row * bounds.Width, bounds.Width);
            Span<double> values = plane.RowSpan(row);
            for (int column = 0; column < values.Length; column++)
            {
                values[column] = side * means[column];
            }
        }

        foreach (FreeComponent component in free)
        {
            ModelKernel.Add(component.Component.Shape, 1, plane);
        }

        var pixels = new double[bounds.Area];
        for (int row = 0; row < bounds.Height; row++)
        {
            plane.RowSpan(row).CopyTo(pixels.AsSpan(row * bounds.Width));
        }

        // The plane points into what a collection could take.
        GC.KeepAlive(buffer);
        return pixels;
    }
}
