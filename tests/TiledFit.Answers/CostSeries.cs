namespace TiledFit.Answers;

/// <summary>Fields of growing size.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Cases">K, and √N in px.</param>
internal sealed record CostSeries(string Name, IReadOnlyList<(int Components, int Side)> Cases);
