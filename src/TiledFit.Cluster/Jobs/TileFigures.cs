namespace TiledFit.Cluster.Jobs;

/// <summary>A tile of a running job in figures, as of its region's last report.</summary>
/// <param name="Tile">Index of the tile.</param>
/// <param name="Pixels">Valid pixels of its core.</param>
/// <param name="Components">Components that it owns.</param>
/// <param name="Sse">Σ r² of its core when it last saw it.</param>
/// <param name="Steps">Steps that it has run.</param>
/// <param name="Seconds">Time that they took.</param>
[GenerateSerializer]
public sealed record TileFigures(int Tile, long Pixels, int Components, double Sse, int Steps, double Seconds);
