using TiledFit.Core.Model;
using TiledFit.Core.Profiles;
using TiledFit.Data.Profiles;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Engine.Memory;

namespace TiledFit.Cli.Reports;

/// <summary>What a fit tells people at its end.</summary>
internal static class FitSummary
{
    /// <summary>The summary.</summary>
    /// <param name="info">What was fitted.</param>
    /// <param name="fit">What was found.</param>
    /// <param name="report">Times and memory.</param>
    /// <param name="maxSweeps">The limit on sweeps.</param>
    /// <param name="directory">Where the result is.</param>
    /// <param name="picture">Where the picture is.</param>
    public static FactSheet Of(
        RasterInfo info, FitResult fit, FitReport report, int maxSweeps, string directory, string picture) =>
        new FactSheet()
        .Add("Input", info.Path)
        .Add("Size", Format.Size(info.Width, info.Height) + $", {info.DataType}")
        .Add("Valid pixels", Format.Count(report.Pixels))
        .Add("Components", Format.Count(report.Components))
        .Add("RMSE", Format.Rounded(report.Rmse))
        .Add("Objective", Format.Rounded(report.Objective, 10))
        .Add("Loss", Describe(report.Loss))
        .Add("Background", Describe(fit.Background))
        .Add("Sweeps", Format.Count(report.Sweeps))
        .Add("Settled", Settled(report, maxSweeps))
        .Add("Time", Describe(report.Seconds))
        .Add("Peak memory", ByteSize.Format(report.PeakBytes))
        .Add("Result", directory)
        .Add("Picture", picture);

    /// <summary>The summary of a fit to points.</summary>
    /// <param name="input">What was fitted.</param>
    /// <param name="report">Figures, times and memory.</param>
    /// <param name="maxSweeps">The limit on sweeps.</param>
    /// <param name="directory">Where the result is.</param>
    public static FactSheet OfPoints(string input, FitReport report, int maxSweeps, string directory) =>
        new FactSheet()
        .Add("Input", input)
        .Add("Points", Format.Count(report.Pixels))
        .Add("Components", Format.Count(report.Components))
        .Add("Log-likelihood", Format.Rounded(report.LogLikelihood!.Value, 10))
        .Add("Sweeps", Format.Count(report.Sweeps))
        .Add("Settled", Settled(report, maxSweeps))
        .Add("Time", Describe(report.Seconds))
        .Add("Peak memory", ByteSize.Format(report.PeakBytes))
        .Add("Result", directory);

    /// <summary>The summary of the fit of a profile.</summary>
    /// <param name="input">What was fitted.</param>
    /// <param name="fit">What was found.</param>
    /// <param name="report">Figures, times and memory.</param>
    /// <param name="maxSweeps">The limit on sweeps.</param>
    /// <param name="directory">Where the result is.</param>
    public static FactSheet OfProfile(
        ProfileFile input, ProfileFit fit, FitReport report, int maxSweeps, string directory) =>
        new FactSheet()
        .Add("Input", input.Info.Path)
        .Add("Profile", input.Column)
        .Add("Samples", $"{Format.Count(report.Pixels)} of {Format.Count(input.Info.Width)} with data")
        .Add("Components", Format.Count(report.Components))
        .Add("RMSE", Format.Rounded(report.Rmse))
        .Add("Objective", Format.Rounded(report.Objective, 10))
        .Add("Background", DescribeLine(fit.Background))
        .Add("Sweeps", Format.Count(report.Sweeps))
        .Add("Settled", Settled(report, maxSweeps))
        .Add("Time", Describe(report.Seconds))
        .Add("Peak memory", ByteSize.Format(report.PeakBytes))
        .Add("Result", directory)
        .Add("Picture", Path.Combine(directory, ResultDirectory.PictureName));

    private static string Settled(FitReport report, int maxSweeps) =>
        report.Settled ? "yes" : $"no: stopped at the limit of {maxSweeps} sweeps (--max-sweeps)";

    /// <summary>The loss in words, null for squares.</summary>
    public static string? Describe(LossSummary? loss) => loss is null ? null
        : loss.Name + (loss.Noise is { } noise ? $", of noise {Format.Rounded(noise)}" : "")
            + $"; sum of squares {Format.Rounded(loss.SumOfSquares, 10)}";

    /// <summary>The background in words.</summary>
    public static string Describe(Background background) => background.Kind switch
    {
        BackgroundKind.None => "none",
        BackgroundKind.Constant => $"constant {Format.Rounded(background.Level)}",
        BackgroundKind.Mesh => $"mesh, a node every {background.MeshSize} px",
        _ => $"plane {Format.Rounded(background.Level)} at the middle, "
            + $"{Format.Rounded(background.SlopeX)} per column, {Format.Rounded(background.SlopeY)} per row",
    };

    /// <summary>The background of a profile in words.</summary>
    public static string DescribeLine(Background background) => background.Kind != BackgroundKind.Plane
        ? Describe(background)
        : $"line {Format.Rounded(background.Level)} at the middle, {Format.Rounded(background.SlopeX)} per unit of x";

    private static string Describe(ReportSeconds seconds) =>
        $"{Format.Seconds(seconds.Total)} (read {Format.Seconds(seconds.Read)}, seed {Format.Seconds(seconds.Seed)}, "
        + $"fit {Format.Seconds(seconds.Fit)}, write {Format.Seconds(seconds.Write)})";
}
