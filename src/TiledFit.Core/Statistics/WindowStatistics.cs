using TiledFit.Core.Model;

namespace TiledFit.Core.Statistics;

/// <summary>
/// Robust statistics of a window, from which the background and the noise are judged; raster units. Those of a raster
/// come from its tiles by <see cref="Combine"/>.
/// </summary>
/// <param name="Pixels">Valid pixels.</param>
/// <param name="Minimum">Smallest value; +∞ without pixels.</param>
/// <param name="Maximum">Largest value; −∞ without pixels.</param>
/// <param name="LowQuantile">The value that 0.5 % of the pixels looked at lie below.</param>
/// <param name="Noise">σ of white noise, the scaled median absolute pseudo-residual (z₋₁ − 2z₀ + z₊₁)/√6 (Gasser, Sroka
/// and Jennen-Steinmetz 1986; Hampel 1974): whatever is smooth over three pixels is not in it.</param>
/// <param name="FirstDifference">σ of first differences; √2·σ·√(1 − ρ) for noise with correlation ρ of
/// neighbours.</param>
/// <param name="Scatter">Typical standard deviation within a block, from the half below its median: what stands out
/// upwards is not in it.</param>
/// <param name="Spread">Standard deviation of block medians within a patch: far below the scatter where that is noise,
/// above it where the raster has relief.</param>
/// <param name="Patches">Levels all over the window.</param>
public sealed record WindowStatistics(
    long Pixels,
    double Minimum,
    double Maximum,
    double LowQuantile,
    double Noise,
    double FirstDifference,
    double Scatter,
    double Spread,
    IReadOnlyList<PatchLevel> Patches)
{
    /// <summary>Column of the smallest value, the first row by row; 0 without pixels.</summary>
    public int MinimumColumn { get; init; }

    /// <summary>Row of the smallest value, likewise.</summary>
    public int MinimumRow { get; init; }

    /// <summary>The statistics of one window.</summary>
    /// <param name="bounds">The window, px.</param>
    /// <param name="pixels">Its pixels, row by row without gaps; not finite where there is no data.</param>
    public static WindowStatistics Of(PixelRectangle bounds, ReadOnlySpan<double> pixels) =>
        new WindowSurvey(bounds).Run(pixels);

    /// <summary>The count and the range alone: scales are 0, and there are no patches.</summary>
    /// <param name="bounds">The window, px.</param>
    /// <param name="pixels">Its pixels, row by row without gaps; not finite where there is no data.</param>
    public static WindowStatistics RangeOf(PixelRectangle bounds, ReadOnlySpan<double> pixels) =>
        new WindowSurvey(bounds).RunRange(pixels);

    /// <summary>
    /// The statistics of windows together: counts add up, extremes and the low quantile are the most extreme of all,
    /// scales are medians weighted by pixels, patches are strung together. Depends on the order of the windows only
    /// through that of the patches; the statistics of one window are its own.
    /// </summary>
    public static WindowStatistics Combine(IReadOnlyList<WindowStatistics> windows)
    {
        WindowStatistics lowest = windows.MinBy(
            window => (window.Minimum, window.MinimumRow, window.MinimumColumn))!;
        return new WindowStatistics(
            windows.Sum(window => window.Pixels),
            lowest.Minimum,
            windows.Max(window => window.Maximum),
            windows.Min(window => window.LowQuantile),
            MedianOf(window => window.Noise),
            MedianOf(window => window.FirstDifference),
            MedianOf(window => window.Scatter),
            MedianOf(window => window.Spread),
            [.. windows.SelectMany(window => window.Patches)])
        {
            MinimumColumn = lowest.MinimumColumn,
            MinimumRow = lowest.MinimumRow,
        };

        double MedianOf(Func<WindowStatistics, double> scale) =>
            RobustScale.WeightedMedian(windows.Select(window => (scale(window), (double)window.Pixels)));
    }

    /// <summary>
    /// The same with at most side² patches: where there are more, the patches in each cell of a grid of side × side over
    /// the window become one, the median of their levels at their mean position. Few enough patches stay as they are.
    /// </summary>
    /// <param name="bounds">The window, px; holds all patches.</param>
    /// <param name="side">Cells along a side.</param>
    public WindowStatistics Coarsen(PixelRectangle bounds, int side)
    {
        if (Patches.Count <= side * side)
        {
            return this;
        }

        return this with
        {
            Patches =
            [
                .. Patches.GroupBy(CellOf).OrderBy(cell => cell.Key).Select(cell => new PatchLevel(
                    cell.Average(patch => patch.X),
                    cell.Average(patch => patch.Y),
                    RobustScale.Median([.. cell.Select(patch => patch.Level)]))),
            ],
        };

        // Positions are those of pixel centres, which the bounds hold: 0 ≤ (x − left)/width < 1.
        (int Row, int Column) CellOf(PatchLevel patch) => (
            (int)((patch.Y - bounds.Y) / bounds.Height * side), (int)((patch.X - bounds.X) / bounds.Width * side));
    }
}
