using System.Globalization;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Statistics;

/// <summary>
/// Chooses the background and the noise model.
/// <para>
/// A raster is a <b>sky</b>, sparse sources on a smooth level, when what scatters within its blocks of 16 px is as
/// short as noise: it averages out, so that with the robust plane p through the patch levels both the spread of block
/// medians within a patch and the deviation of the patches from p are at most ¾ of the scatter within blocks (white
/// noise gives 1.25/16; noise correlated over 1.5 px, 0.4; relief, more than 1), and its correlation length ℓ is at
/// most 2.5 px. Then
/// <list type="bullet">
/// <item>the noise has σ² = scatter² + spread², and its correlation length ℓ follows from the correlation of
/// neighbours, ρ = 1 − Var(z₊₁ − z₀)/2σ² = exp(−1/4ℓ²);</item>
/// <item>the background is the plane p if its rise over the raster exceeds five standard errors and a third of the
/// scatter, otherwise the median of the patches, or nothing if that is within three standard errors of zero.</item>
/// </list>
/// </para>
/// <para>
/// Otherwise it is <b>relief</b>. Where components are not negative, the background is a constant below it: the
/// minimum, or the low quantile where the minimum lies more than three scatters below that and must be an outlier.
/// Where they have either sign, it is the median of the patches. The noise is white with the σ of the pseudo-residuals,
/// which is an upper bound.
/// </para>
/// </summary>
public static class BackgroundSelector
{
    private const double SkyRatio = 0.75, LongestCorrelation = 2.5, LeastCorrelation = 0.05;

    // From blocks of 16 px to cells of 64 px the scatter of skies grew by 0.8 to 1.05, that of terrain and photographs
    // by 1.55 and more.
    private const double LargestGrowth = 1.25, MostCrowded = 0.5;

    private const string Asked = "as asked for";

    private const double SlopeErrors = 5, LevelErrors = 3, OutlierScatters = 3;

    /// <summary>No background, and nothing known of the noise: what needs no statistics.</summary>
    public static BackgroundDecision None { get; } =
        new(true, Background.None, default, $"background: none ({Asked})");

    /// <summary>Decides freely.</summary>
    /// <param name="statistics">Of the whole raster.</param>
    /// <param name="width">The raster's columns.</param>
    /// <param name="height">The raster's rows.</param>
    /// <param name="allowsNegative">Whether components may have either sign.</param>
    public static BackgroundDecision Choose(
        WindowStatistics statistics, int width, int height, bool allowsNegative = false)
    {
        RobustPlane plane = PlaneOf(statistics, width, height);
        if (!IsSky(statistics, plane))
        {
            return Relief(statistics, width, height, allowsNegative);
        }

        NoiseModel noise = SkyNoise(statistics);
        RobustPlane constant = RobustPlane.Constant(statistics.Patches);
        double error = Math.Max(plane.Residual, statistics.Spread) / Math.Sqrt(statistics.Patches.Count);
        double rise = Math.Abs(plane.SlopeX) * width + Math.Abs(plane.SlopeY) * height;
        // Uniform positions over a length have the standard deviation length/√12.
        if (rise > SlopeErrors * Math.Sqrt(12) * error && rise > statistics.Scatter / 3)
        {
            return Decide(
                true, Place(BackgroundKind.Plane, plane, width, height), noise, "a level that rises across the raster");
        }

        return Math.Abs(constant.Level) <= LevelErrors * error
            ? Decide(true, Background.None, noise, "a level of zero")
            : Decide(true, Place(BackgroundKind.Constant, constant, width, height), noise, "a constant level");
    }

    /// <summary>Start values and noise for a background of a given form.</summary>
    /// <param name="statistics">Of the whole raster.</param>
    /// <param name="kind">The form.</param>
    /// <param name="width">The raster's columns.</param>
    /// <param name="height">The raster's rows.</param>
    /// <param name="allowsNegative">Whether components may have either sign.</param>
    public static BackgroundDecision Start(
        WindowStatistics statistics, BackgroundKind kind, int width, int height, bool allowsNegative = false)
    {
        RobustPlane plane = PlaneOf(statistics, width, height);
        bool sky = IsSky(statistics, plane);
        NoiseModel noise = sky ? SkyNoise(statistics) : new NoiseModel(statistics.Noise, 0);
        Background start = kind switch
        {
            BackgroundKind.None => Background.None,
            _ when !sky => Relief(statistics, width, height, allowsNegative).Background with { Kind = kind },
            BackgroundKind.Constant => Place(kind, RobustPlane.Constant(statistics.Patches), width, height),
            _ => Place(kind, plane, width, height),
        };
        return Decide(sky, start, noise, Asked);
    }

    /// <summary>A mesh, and the noise: σ_n is the median of its nodes, and ℓ follows from it as for a sky. Where ℓ is
    /// longer than that of a sky, what scatters in the cells is relief, of which the noise is known as without a mesh.
    /// </summary>
    /// <param name="statistics">Of the whole raster.</param>
    /// <param name="surveyed">The mesh.</param>
    /// <param name="isAsked">Whether it was asked for, rather than chosen.</param>
    public static BackgroundDecision OnMesh(WindowStatistics statistics, SurveyedMesh surveyed, bool isAsked)
    {
        BackgroundMesh mesh = surveyed.Mesh;
        double[] values = [.. mesh.Values], sigmas = [.. mesh.Noise];
        NoiseModel noise = NoiseOf(surveyed);
        bool sky = noise.CorrelationLength <= LongestCorrelation;
        noise = sky ? noise with { MeshSize = mesh.Grid.Size } : new NoiseModel(statistics.Noise, 0);
        string range = $"from {Text(values.Min())} to {Text(values.Max())}";
        string places = sky ? $", from {Text(sigmas.Min())} to {Text(sigmas.Max())} by place" : "";
        return new BackgroundDecision(
            sky, Background.Of(mesh), noise,
            $"background: mesh of {mesh.Grid.Columns} × {mesh.Grid.Rows} nodes, {range} "
                + $"({(isAsked ? Asked : "a level that varies")}); noise {Text(noise.Sigma)}{places}"
                + Correlation(noise));
    }

    /// <summary>
    /// Whether what is no sky may be one whose level varies: its patches deviate from the plane, and what scatters
    /// within blocks is as short as noise.
    /// </summary>
    /// <param name="statistics">Of the whole raster.</param>
    /// <param name="width">The raster's columns.</param>
    /// <param name="height">The raster's rows.</param>
    public static bool MayVary(WindowStatistics statistics, int width, int height) =>
        PlaneOf(statistics, width, height).Residual > SkyRatio * statistics.Scatter
        && NoiseOf(statistics.Scatter * statistics.Scatter, statistics.FirstDifference).CorrelationLength
            <= LongestCorrelation;

    /// <summary>
    /// Whether it is one: but for a slope, what scatters in the cells of a mesh is as short as noise, too, and no more
    /// than in blocks, whose sides are a quarter as long; and most cells are not crowded.
    /// </summary>
    /// <param name="statistics">Of the whole raster.</param>
    /// <param name="surveyed">The mesh.</param>
    public static bool Varies(WindowStatistics statistics, SurveyedMesh surveyed) =>
        NoiseOf(surveyed) is var noise
        && noise.CorrelationLength <= LongestCorrelation
        && noise.Sigma <= LargestGrowth * statistics.Scatter
        && surveyed.CrowdedShare <= MostCrowded;

    private static RobustPlane PlaneOf(WindowStatistics statistics, int width, int height) =>
        RobustPlane.Fit(statistics.Patches, 0.5 * (width - 1), 0.5 * (height - 1));

    private static bool IsSky(WindowStatistics statistics, RobustPlane plane) =>
        Math.Max(statistics.Spread, plane.Residual) <= SkyRatio * statistics.Scatter
        && SkyNoise(statistics).CorrelationLength <= LongestCorrelation;

    private static NoiseModel SkyNoise(WindowStatistics statistics)
    {
        double variance = statistics.Scatter * statistics.Scatter + statistics.Spread * statistics.Spread;
        return NoiseOf(variance, statistics.FirstDifference);
    }

    private static NoiseModel NoiseOf(SurveyedMesh surveyed)
    {
        double sigma = RobustScale.Median([.. surveyed.Mesh.Noise]), difference = surveyed.Roughness * sigma;
        return NoiseOf(sigma * sigma, difference);
    }

    private static NoiseModel NoiseOf(double variance, double firstDifference)
    {
        double correlation = variance == 0 ? 0 : 1 - 0.5 * firstDifference * firstDifference / variance;
        double length = correlation switch
        {
            <= LeastCorrelation => 0,
            < 1 => 0.5 / Math.Sqrt(-DeterministicMath.Log(correlation)),
            _ => double.PositiveInfinity,
        };
        return new NoiseModel(Math.Sqrt(variance), length);
    }

    private static BackgroundDecision Relief(WindowStatistics statistics, int width, int height, bool allowsNegative)
    {
        var noise = new NoiseModel(statistics.Noise, 0);
        if (allowsNegative)
        {
            RobustPlane middle = RobustPlane.Constant(statistics.Patches);
            return Decide(
                false, Place(BackgroundKind.Constant, middle, width, height), noise, "a constant amid the relief");
        }

        bool outlier = statistics.LowQuantile - statistics.Minimum > OutlierScatters * statistics.Scatter;
        var floor = new RobustPlane(outlier ? statistics.LowQuantile : statistics.Minimum, 0, 0, 0);
        return Decide(
            false,
            Place(BackgroundKind.Constant, floor, width, height),
            noise,
            "a constant below the relief");
    }

    private static Background Place(BackgroundKind kind, RobustPlane plane, int width, int height) =>
        new(kind, plane.Level, plane.SlopeX, plane.SlopeY, 0.5 * (width - 1), 0.5 * (height - 1));

    private static BackgroundDecision Decide(bool sky, Background background, NoiseModel noise, string reason)
    {
        string values = background.Kind switch
        {
            BackgroundKind.None => "none",
            BackgroundKind.Constant => $"constant, from {Text(background.Level)}",
            _ => $"plane, from {Text(background.Level)} with {Text(background.SlopeX)} and "
                + $"{Text(background.SlopeY)} per px",
        };
        return new BackgroundDecision(
            sky, background, noise,
            $"background: {values} ({reason}); noise {Text(noise.Sigma)}{Correlation(noise)}");
    }

    private static string Correlation(NoiseModel noise) =>
        noise.CorrelationLength > 0 ? $", correlated over {Text(noise.CorrelationLength)} px" : "";

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
