namespace TiledFit.Core.Statistics;

/// <summary>The typical value of a patch of the raster.</summary>
/// <param name="X">Its middle column, px.</param>
/// <param name="Y">Its middle row, px.</param>
/// <param name="Level">Median of the medians of its blocks.</param>
public readonly record struct PatchLevel(double X, double Y, double Level);
