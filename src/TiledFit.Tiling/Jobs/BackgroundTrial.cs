using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// A change of the background that is being counted, where E is no sum of squares and has no closed form of it.
/// </summary>
/// <param name="Halvings">How often a change that was refused has been halved to this.</param>
/// <param name="Level">Change of the level.</param>
/// <param name="SlopeX">Change of the slope along the columns.</param>
/// <param name="SlopeY">Change of the slope along the rows.</param>
public sealed record BackgroundTrial(int Halvings, double Level, double SlopeX, double SlopeY)
{
    /// <summary>After so many the background stays as it is.</summary>
    public const int MostHalvings = 12;

    /// <summary>Half the change.</summary>
    public BackgroundTrial Half() => new(Halvings + 1, 0.5 * Level, 0.5 * SlopeX, 0.5 * SlopeY);

    /// <summary>βᵀs.</summary>
    public double Along(ResidualSums sums) => Level * sums.One + SlopeX * sums.X + SlopeY * sums.Y;
}
