using System.Text.Json.Serialization;
using TiledFit.Core.LevenbergMarquardt;

namespace TiledFit.Core.TileSteps;

/// <summary>A tile step in figures.</summary>
/// <param name="SelectionChange">Change of the global objective by adding and removing components; either sign.</param>
/// <param name="MinimizerChange">Change of the global objective by the minimiser, ≤ 0.</param>
/// <param name="LargestGradient">max |g_a| / √H_aa at the last linearisation, raster units; divide by √E.</param>
/// <param name="ResidualChange">Change of Σ w·r·(1, ξ, υ), ψ for r with another loss.</param>
/// <param name="CoreSse">Σ w·r² over the part of the core that the step saw, by which growth goes; 0 with another
/// loss.</param>
/// <param name="Pixels">Pixels of the window.</param>
/// <param name="Added">Components added.</param>
/// <param name="Removed">Components removed.</param>
/// <param name="Iterations">Levenberg–Marquardt iterations.</param>
/// <param name="Trials">Linear systems solved.</param>
/// <param name="Termination">Why the minimiser stopped.</param>
public sealed record TileStepStatistics(
    double SelectionChange,
    double MinimizerChange,
    double LargestGradient,
    ResidualSums ResidualChange,
    double CoreSse,
    long Pixels,
    int Added,
    int Removed,
    int Iterations,
    int Trials,
    TerminationType Termination)
{
    /// <summary>Nothing was free: nothing changed.</summary>
    public static TileStepStatistics Nothing { get; } =
        new(0, 0, 0, default, 0, 0, 0, 0, 0, 0, TerminationType.GradientTolerance);

    /// <summary>Exact change of the global objective.</summary>
    [JsonIgnore]
    public double ObjectiveChange => SelectionChange + MinimizerChange;
}
