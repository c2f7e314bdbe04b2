using System.Globalization;
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
        .Add("CRS", manifest.Input.Crs?.Name ?? "none")
        .Add(IsPoints(manifest.Input) ? "Points" : "Valid pixels", Format.Count(manifest.Pixels))
        .Add("Components", Format.Count(manifest.Components))
        .Add("RMSE", Format.Rounded(manifest.Rmse))
        .Add("Objective", Format.Rounded(manifest.Objective, 10))
        .Add("Background", FitSummary.Describe(manifest.Background))
        .Add("Sweeps", Format.Count(manifest.Sweeps))
        .Add("Settled", manifest.Settled ? "yes" : "no")
        .Add("Options", string.Join(' ', manifest.Options.Select(option => $"--{option.Key} {option.Value}").Order()))
        .Add("Files", $"{Format.Count(manifest.Files.Count)}, {ByteSize.Format(manifest.Files.Sum(file => file.Bytes))}");

    private static bool IsPoints(RasterInfo input) => input.Driver == PointFit.Driver;

    private static string SizeOf(RasterInfo input) =>
        IsPoints(input) ? "points" : Format.Size(input.Width, input.Height) + $", {input.DataType}";
}
