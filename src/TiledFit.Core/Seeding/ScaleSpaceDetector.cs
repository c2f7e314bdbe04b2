using System.Runtime.CompilerServices;
using TiledFit.Core.Model;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Seeding;

/// <summary>
/// Finds the Gaussians that a residual asks for. Adding a·g with the best a lowers E = Σ r² by the matched filter's
/// gain (Σ r·g)² / Σ g². The gain's maxima over position are sought at every scale of a Gaussian pyramid; an isolated
/// Gaussian of covariance Σ gives its largest one at σ² = |Σ|^½. Each maximum takes its shape from the curvature there,
/// and the candidates are chosen by matching pursuit (Mallat and Zhang 1993): the one with the largest gain is
/// subtracted, and those that overlap it are judged again by what it leaves. Gains are evaluated only when a candidate
/// comes up (Minoux 1978).
/// </summary>
public static class ScaleSpaceDetector
{
    /// <summary>
    /// At most <paramref name="count"/> candidates, by falling gain, whose centres lie in <paramref name="core"/> and
    /// whose gain exceeds the penalty of <paramref name="criterion"/>. A pure function of its arguments; pixels that
    /// are not finite have no influence.
    /// </summary>
    /// <param name="residual">r = z − f.</param>
    /// <param name="core">Where centres may lie, px of the raster; a pixel covers ±½ around its centre.</param>
    /// <param name="count">Ceiling on the number of candidates.</param>
    /// <param name="criterion">What a component must earn.</param>
    /// <param name="options">Scales and shapes.</param>
    /// <param name="isAllowed">A further condition on shapes, or null.</param>
    /// <param name="cancellation">Looked at after each scale and before each candidate's gain.</param>
    /// <param name="conform">Makes a shape one that may be, or null where any may.</param>
    /// <param name="allowsNegative">Whether amplitudes may be of either sign: then the minima of the response, which
    /// are the maxima of that of −r, propose as well.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<Candidate> Detect(
        ResidualWindow residual,
        PixelRectangle core,
        int count,
        SelectionCriterion criterion,
        DetectionOptions options,
        Func<Gaussian, bool>? isAllowed = null,
        CancellationToken cancellation = default,
        Func<Gaussian, Gaussian>? conform = null,
        bool allowsNegative = false)
    {
        var pursuit = new MatchingPursuit(
            new TemplateWindow(residual, allowsNegative), criterion,
            shape => IsInside(core, shape) && isAllowed?.Invoke(shape) != false);
        IEnumerable<ScaleLevel> levels = ScaleSpace.Levels(residual, options);
        foreach (ScaleLevel level in allowsNegative ? levels.SelectMany(BothSigns) : levels)
        {
            cancellation.ThrowIfCancellationRequested();

            // A shape that fits better than the isotropic template can only gain more; a factor of two is left for it.
            double threshold = 0.5 * criterion.Penalty(level.Sigma * level.Sigma);
            foreach ((int x, int y) in Maxima(level, core, criterion, threshold))
            {
                double response = level.Response[y * level.Width + x];
                Gaussian shape = ShapeEstimate.At(level, x, y, options);
                pursuit.Add(conform?.Invoke(shape) ?? shape, response * response);
            }
        }

        return pursuit.Run(count, cancellation);
    }

    private static IEnumerable<ScaleLevel> BothSigns(ScaleLevel level) => [level, level.Negated()];

    private static bool IsInside(PixelRectangle core, in Gaussian shape) =>
        shape.X >= core.X - 0.5 && shape.X < core.Right - 0.5 && shape.Y >= core.Y - 0.5 && shape.Y < core.Bottom - 0.5;

    /// <summary>The nodes in and next to the core where the gain has a maximum above the threshold.</summary>
    private static IEnumerable<(int X, int Y)> Maxima(
        ScaleLevel level, PixelRectangle core, SelectionCriterion criterion, double threshold)
    {
        PixelRectangle near = core.Inflate(level.Step);
        for (int y = 1; y < level.Height - 1; y++)
        {
            for (int x = 1; x < level.Width - 1; x++)
            {
                double response = level.Response[y * level.Width + x];
                (int column, int line) = (level.OriginX + x * level.Step, level.OriginY + y * level.Step);
                if (response > 0 && response * response > threshold * criterion.VarianceAt(column, line)
                    && IsMaximum(level, x, y, response) && near.Contains(column, line))
                {
                    yield return (x, y);
                }
            }
        }
    }

    /// <summary>Above the four neighbours before it, not below the four after it: of equals the first counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsMaximum(ScaleLevel level, int x, int y, double value)
    {
        double[] r = level.Response;
        int above = (y - 1) * level.Width + x, here = above + level.Width, below = here + level.Width;
        return value > r[above - 1] && value > r[above] && value > r[above + 1] && value > r[here - 1]
            && value >= r[here + 1] && value >= r[below - 1] && value >= r[below] && value >= r[below + 1];
    }
}
