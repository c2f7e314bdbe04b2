using System.Globalization;
using System.Text.Json;
using TiledFit.Benchmarks.Peers;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Engine.Comparison;
using TiledFit.Quality.Charts;

namespace TiledFit.Quality.Spots;

/// <summary>How many of the spots in noise are found, and how many of those found are there.</summary>
internal static class SpotExperiment
{
    /// <summary>Table and chart.</summary>
    /// <param name="scale">How much.</param>
    /// <param name="scratch">For files.</param>
    /// <param name="images">Where the chart goes.</param>
    /// <param name="writer">Gets the table.</param>
    public static void Write(QualityScale scale, string scratch, string images, TextWriter writer)
    {
        Dictionary<SpotArrangement, SpotScore[]> scores = SpotArrangement.All.ToDictionary(
            arrangement => arrangement,
            arrangement => scale.SpotRatios.Select(ratio => Measure(arrangement, ratio, scale, scratch)).ToArray());
        var table = new MarkdownTable(
        [
            "peak / noise",
            .. scores.Keys.SelectMany(a => new[] { $"{a.Name}: there, found", "completeness", "purity" }),
        ]);
        for (int k = 0; k < scale.SpotRatios.Count; k++)
        {
            table.Add([Label(scale.SpotRatios[k]), .. scores.Values.SelectMany(s => Cells(s[k]))]);
        }

        table.Write(writer);
        new SvgChart(
            Panel("completeness", "matched / there", scale.SpotRatios, scores, score => score.Completeness),
            Panel("purity", "matched / found", scale.SpotRatios, scores, score => score.Purity))
            .Write(Path.Combine(images, "spots.svg"));
        writer.WriteLine("![Completeness and purity against peak over noise](images/quality/spots.svg)");
    }

    private static SpotScore Measure(SpotArrangement arrangement, double ratio, QualityScale scale, string scratch)
    {
        MatchReport[] reports =
        [
            .. Enumerable.Range(1, scale.SpotFields).Select(seed =>
                Find(SpotField.Draw(arrangement, scale.SpotSide, ratio, seed, scratch), scratch)),
        ];
        return new SpotScore(reports.Sum(r => r.Truth), reports.Sum(r => r.Found), reports.Sum(r => r.Matched));
    }

    private static MatchReport Find(SpotField field, string scratch)
    {
        string result = Path.Combine(scratch, "found"), report = Path.Combine(scratch, "match.json");
        string program = TiledFitProgram.BuiltPath;
        ProgramRun.Of(program, ["fit", field.Raster, "-o", result, "--overwrite", "--quiet"], GaussianFit.NotSettled);
        ProgramRun.Of(program, ["compare", result, "--truth", field.Truth, "--report", report]);
        return JsonSerializer.Deserialize<MatchReport>(File.ReadAllText(report), JsonSerializerOptions.Web)!;
    }

    private static string[] Cells(SpotScore score) =>
        [$"{Text.Of(score.Truth)}, {Text.Of(score.Found)}", Percent(score.Completeness), Percent(score.Purity)];

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Label(double ratio) => ratio.ToString(CultureInfo.InvariantCulture);

    private static ChartPanel Panel(
        string title, string label, IReadOnlyList<double> ratios, Dictionary<SpotArrangement, SpotScore[]> scores,
        Func<SpotScore, double> figure) => new(
            title,
            ChartAxis.Marked("peak / noise", [.. ratios.Select(ratio => new Tick(ratio, Label(ratio)))]),
            ChartAxis.Between(label, false, 0, 1.02),
            [
                .. scores.Select(pair => new ChartSeries(
                    pair.Key.Name, [.. pair.Value.Select((score, k) => (ratios[k], figure(score)))])),
            ]);
}
