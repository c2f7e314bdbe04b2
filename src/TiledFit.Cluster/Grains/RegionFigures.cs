namespace TiledFit.Cluster.Grains;

/// <summary>How a region gets on with its order.</summary>
/// <param name="Epoch">The order's.</param>
/// <param name="ActiveTiles">Tiles that work on it.</param>
/// <param name="RemainingTiles">Those of them that have not finished.</param>
[GenerateSerializer]
internal readonly record struct RegionFigures(int Epoch, int ActiveTiles, int RemainingTiles);
