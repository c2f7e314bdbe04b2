using TiledFit.Quality.Approximations;
using TiledFit.Quality.Charts;

namespace TiledFit.Quality;

/// <summary>Some figure of approximations against their size.</summary>
internal static class RateChart
{
    /// <summary>The panel of one figure.</summary>
    public static ChartPanel Panel(
        string title, string label, IReadOnlyList<RatePoint> points, Func<ErrorFigures, double> figure,
        bool logarithmic)
    {
        ChartSeries[] series =
        [
            .. RateExperiment.Methods
                .Select(method => new ChartSeries(method, [.. Points(points, method, figure)]))
                .Where(s => s.Points.Count > 0),
        ];
        return new ChartPanel(
            title,
            ChartAxis.Marked(
                "components N, and bytes of 6 N float32",
                [.. points.Select(p => new Tick(p.Components, Text.Of(p.Components), Text.KiloBytes(p.Bytes)))]),
            ChartAxis.Over(label, logarithmic, series.SelectMany(s => s.Points).Select(p => p.Y)),
            series);
    }

    private static IEnumerable<(double X, double Y)> Points(
        IReadOnlyList<RatePoint> points, string method, Func<ErrorFigures, double> figure) =>
        from point in points
        let errors = point.ErrorsOf(method)
        where errors is not null
        select ((double)point.Components, figure(errors.Value));
}
