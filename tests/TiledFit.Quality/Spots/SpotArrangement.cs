namespace TiledFit.Quality.Spots;

/// <summary>Where spots lie.</summary>
/// <param name="Name">In tables and charts.</param>
/// <param name="Density">Spots a pixel; fewer if the distance leaves no room.</param>
/// <param name="Distance">Least distance of two, and twice the least one from the edge, px.</param>
internal sealed record SpotArrangement(string Name, double Density, double Distance)
{
    public static IReadOnlyList<SpotArrangement> All { get; } =
        [new("isolated", 0.001, 20), new("overlapping", 0.002, 0), new("crowded", 0.006, 0)];
}
