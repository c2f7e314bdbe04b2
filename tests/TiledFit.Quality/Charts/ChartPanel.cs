namespace TiledFit.Quality.Charts;

/// <summary>Lines over a pair of axes.</summary>
/// <param name="Title">Above.</param>
/// <param name="X">Horizontal.</param>
/// <param name="Y">Vertical.</param>
/// <param name="Series">The lines.</param>
internal sealed record ChartPanel(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series);
