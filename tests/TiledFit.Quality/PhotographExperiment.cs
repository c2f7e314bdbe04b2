using TiledFit.Benchmarks.Reporting;
using TiledFit.Data.Rasters;
using TiledFit.Quality.Approximations;
using TiledFit.Quality.Charts;
using TiledFit.Tests.Shared;
using TiledFit.Tests.Shared.Measuring;

namespace TiledFit.Quality;

/// <summary>The signal-to-noise ratio of photographs' approximations.</summary>
internal static class PhotographExperiment
{
    private const double Peak = 255;

    private static readonly string[] Names = ["kodim04", "kodim08", "kodim23"];

    /// <summary>Table and chart.</summary>
    /// <param name="scale">How much.</param>
    /// <param name="scratch">For files.</param>
    /// <param name="images">Where the chart goes.</param>
    /// <param name="writer">Gets the table.</param>
    public static void Write(QualityScale scale, string scratch, string images, TextWriter writer)
    {
        var experiment = new RateExperiment(scratch);
        var table = new MarkdownTable(
            ["", "px", "N", "6 N float32", .. RateExperiment.Methods.Select(method => $"{method}, dB")]);
        var panels = new List<ChartPanel>();
        foreach (string name in Names)
        {
            Surface whole = Luminance(Locate(name)), crop = whole.Centre(scale.CropWidth, scale.CropHeight);
            IReadOnlyList<RatePoint> points = Run(experiment, crop, scale.CropComponents, scratch);
            panels.Add(RateChart.Panel(name, "PSNR, dB", points, errors => errors.SignalToNoise(Peak), false));
            Add(table, name, crop, points);
            if (scale.WholeComponents.Count > 0)
            {
                Add(table, name, whole, Run(experiment, whole, scale.WholeComponents, scratch));
            }
        }

        table.Write(writer);
        new SvgChart([.. panels]).Write(Path.Combine(images, "photographs.svg"));
        writer.WriteLine(
            $"![PSNR of {scale.CropWidth} × {scale.CropHeight} px against size](images/quality/photographs.svg)");
    }

    private static string Locate(string name)
    {
        string file = Path.Combine("reference", $"{name}.png");
        string found = DataFiles.Shared(file) ?? throw new MissingDataException($"shared/data/{file} is not here");
        return Gdal.Version is null ? throw new MissingDataException("GDAL is not installed") : found;
    }

    // ITU-R BT.601, not rounded.
    private static Surface Luminance(string path)
    {
        Surface red = Surface.Read(path, 1), green = Surface.Read(path, 2), blue = Surface.Read(path, 3);
        return new Surface(
            red.Width,
            [
                .. Enumerable.Range(0, red.Values.Length)
                    .Select(i => 0.299 * red.Values[i] + 0.587 * green.Values[i] + 0.114 * blue.Values[i]),
            ]);
    }

    private static IReadOnlyList<RatePoint> Run(
        RateExperiment experiment, Surface surface, IReadOnlyList<int> components, string scratch)
    {
        string raster = Path.Combine(scratch, "photograph.npy");
        surface.Write(raster);
        return experiment.Run(raster, surface, components);
    }

    private static void Add(MarkdownTable table, string name, Surface surface, IReadOnlyList<RatePoint> points)
    {
        foreach (RatePoint point in points)
        {
            table.Add(
            [
                name, $"{surface.Width} × {surface.Height}", Text.Of(point.Components), Text.KiloBytes(point.Bytes),
                .. RateExperiment.Methods.Select(method => point.ErrorsOf(method) is { } errors
                    ? Text.Of(errors.SignalToNoise(Peak))
                    : Text.NotMeasured),
            ]);
        }
    }
}
