namespace TiledFit.Tiling.Jobs;

/// <summary>A sweep's steps in figures, over all regions.</summary>
/// <param name="ObjectiveBefore">E before.</param>
/// <param name="SelectionChange">Change of E by adding and removing components.</param>
/// <param name="Pixels">Window pixels worked on.</param>
/// <param name="ActiveTiles">Tiles that ran a step.</param>
public readonly record struct SweepFigures(
    double ObjectiveBefore, double SelectionChange, long Pixels, int ActiveTiles);
