namespace TiledFit.Engine.Comparison;

/// <summary>A pair that belongs together.</summary>
/// <param name="Truth">Index in the truth.</param>
/// <param name="Found">Index in what was found.</param>
/// <param name="DistanceSquared">Between the centres, px².</param>
public readonly record struct CatalogMatch(int Truth, int Found, double DistanceSquared);
