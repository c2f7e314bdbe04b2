using System.Globalization;
using TiledFit.Data.Profiles;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.ExpectationMaximization;
using TiledFit.Engine.Memory;

namespace TiledFit.Cli.Reports;

/// <summary>What <c>tiledfit info</c> says of a result.</summary>
internal static class ManifestSummary
{
    /// <summary>The summary.</summary>
    public static FactSheet Of(string directory, Manifest manifest) => new FactSheet()
        .Add("Result", directory)
        .Add(
            "Written",
            string.Create(CultureInfo.InvariantCulture, $"{manifest.Created.UtcDateTime:u} by {manifest.Software}"))
        .Add("Input", manifest.Input.Path)
        .Add("Size", SizeOf(manifest.Input))
        .Add("CRS", IsProfile(manifest.Input) ? null : manifest.Input.Crs?.Name ?? "none")
        .Add(CountedIn(manifest.Input), Format.Count(manifest.Pixels))
        .Add("Components", Format.Count(manifest.Components))
        .Add("RMSE", Format.Rounded(manifest.Rmse))
        .Add("Objective", Format.Rounded(manifest.Objective, 10))
        .Add("Loss", FitSummary.Describe(manifest.Loss))
        .Add("Background", IsProfile(manifest.Input)
            ? FitSummary.DescribeLine(manifest.Background)
            : FitSummary.Describe(manifest.Background))
        .Add("Sweeps", Format.Count(manifest.Sweeps))
        .Add("Settled", manifest.Settled ? "yes" : "no")
        .Add("Options", string.Join(' ', manifest.Options.Select(option => $"--{option.Key} {option.Value}").Order()))
        .Add("Files", $"{Format.Count(manifest.Files.Count)}, {ByteSize.Format(manifest.Files.Sum(file => file.Bytes))}");

    private static bool IsPoints(RasterInfo input) => input.Driver == PointFit.Driver;

    private static bool IsProfile(RasterInfo input) => input.Driver == ProfileFile.Driver;

    private static string CountedIn(RasterInfo input) =>
        IsPoints(input) ? "Points" : IsProfile(input) ? "Valid samples" : "Valid pixels";

    private static string SizeOf(RasterInfo input) =>
        IsPoints(input) ? "points"
        : IsProfile(input) ? $"profile of {Format.Count(input.Width)} samples"
        : Format.Size(input.Width, input.Height) + $", {input.DataType}";
}
