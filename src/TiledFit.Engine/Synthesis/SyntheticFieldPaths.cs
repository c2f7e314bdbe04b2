namespace TiledFit.Engine.Synthesis;

/// <summary>Where a synthetic field is written.</summary>
/// <param name="Raster">The noisy sum of the components, .npy float32.</param>
/// <param name="Truth">The components, CSV; null for none.</param>
/// <param name="Initial">The perturbed components, CSV; null for none.</param>
public sealed record SyntheticFieldPaths(string Raster, string? Truth = null, string? Initial = null);
