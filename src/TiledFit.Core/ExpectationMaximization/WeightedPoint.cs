namespace TiledFit.Core.ExpectationMaximization;

/// <summary>A point of a point pattern.</summary>
/// <param name="X">Position, in units of the data.</param>
/// <param name="Y">Position, in units of the data.</param>
/// <param name="Weight">How many points it stands for, at least 0.</param>
public readonly record struct WeightedPoint(double X, double Y, double Weight);
