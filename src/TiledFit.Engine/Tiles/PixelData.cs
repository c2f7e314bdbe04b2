namespace TiledFit.Engine.Tiles;

/// <summary>The pixels of a window, row by row.</summary>
/// <param name="Values">NaN where there is no data.</param>
/// <param name="Weights">As many, positive where there is data; empty where all count alike.</param>
internal readonly record struct PixelData(ReadOnlyMemory<double> Values, ReadOnlyMemory<double> Weights);
