using TiledFit.Benchmarks.Reporting;
using TiledFit.Quality.Approximations;
using TiledFit.Quality.Charts;

namespace TiledFit.Quality;

/// <summary>The errors of terrains' approximations.</summary>
/// <param name="scale">How much.</param>
/// <param name="scratch">For files.</param>
/// <param name="images">Where charts go.</param>
internal sealed class TerrainExperiment(QualityScale scale, string scratch, string images)
{
    private readonly Dictionary<Terrain, IReadOnlyList<RatePoint>> _measured = [];

    /// <summary>Table and chart of one terrain.</summary>
    public void Write(Terrain terrain, TextWriter writer)
    {
        IReadOnlyList<RatePoint> points = PointsOf(terrain);
        var table = new MarkdownTable(
        [
            "N", "6 N float32", "components/", .. RateExperiment.Methods.Select(method => $"{method}, m"),
        ]);
        foreach (RatePoint point in points)
        {
            table.Add(
            [
                CountOf(point), Text.KiloBytes(point.Bytes), Text.KiloBytes(point.Fits.Values.First().TableBytes),
                .. RateExperiment.Methods.Select(method => ErrorsOf(point, method)),
            ]);
        }

        table.Write(writer);
        string chart = $"{terrain.Place}.svg";
        new SvgChart(
            RateChart.Panel("root mean square error", "RMSE, m", points, errors => errors.Rmse, true),
            RateChart.Panel("maximum error", "max |z − f|, m", points, errors => errors.Max, true))
            .Write(Path.Combine(images, chart));
        writer.WriteLine($"![{terrain.Title}: errors against size](images/quality/{chart})");
    }

    /// <summary>All terrains at one number of components.</summary>
    public void WriteSummary(TextWriter writer)
    {
        var table = new MarkdownTable(["RMSE, m", "σ, m", .. RateExperiment.Methods]);
        foreach (Terrain terrain in Terrain.All)
        {
            RatePoint point = PointsOf(terrain).First(p => p.Components == scale.SummaryComponents);
            double best = RateExperiment.Methods.Min(method => point.ErrorsOf(method)?.Rmse ?? double.PositiveInfinity);
            table.Add(
            [
                terrain.Title, Text.Of(scale.Read(terrain, scratch).Surface.Deviation),
                .. RateExperiment.Methods.Select(method => point.ErrorsOf(method) switch
                {
                    null => Text.NotMeasured,
                    { Rmse: var rmse } => rmse == best ? $"**{Text.Of(rmse)}**" : Text.Of(rmse),
                }),
            ]);
        }

        writer.WriteLine($"N = {Text.Of(scale.SummaryComponents)}, {Text.KiloBytes(
            (long)scale.SummaryComponents * GaussianFit.BytesPerComponent)}:");
        table.Write(writer);
    }

    private static string CountOf(RatePoint point)
    {
        long found = point.Fits.Values.First().Components;
        return found == point.Components ? Text.Of(found) : $"{Text.Of(point.Components)} ({Text.Of(found)} found)";
    }

    private static string ErrorsOf(RatePoint point, string method) =>
        point.ErrorsOf(method) is { } errors ? $"{Text.Of(errors.Rmse)} / {Text.Of(errors.Max)}" : Text.NotMeasured;

    private IReadOnlyList<RatePoint> PointsOf(Terrain terrain)
    {
        if (!_measured.TryGetValue(terrain, out IReadOnlyList<RatePoint>? points))
        {
            (string raster, Surface surface) = scale.Read(terrain, scratch);
            points = new RateExperiment(scratch).Run(
                raster, surface, scale.ComponentsOf(terrain.Components), terrain.Options);
            _measured.Add(terrain, points);
        }

        return points;
    }
}
