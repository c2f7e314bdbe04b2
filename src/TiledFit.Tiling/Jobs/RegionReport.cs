using System.Text.Json.Serialization;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// What a region answers its job: figures of its tiles, added up in their order. A report of another epoch than the
/// job's is ignored.
/// </summary>
/// <param name="Region">Index of the region.</param>
/// <param name="Epoch">The order's epoch.</param>
[JsonDerivedType(typeof(RegionSurveyed), "surveyed")]
[JsonDerivedType(typeof(RegionCounted), "counted")]
[JsonDerivedType(typeof(RegionStepped), "stepped")]
[JsonDerivedType(typeof(RegionClosed), "closed")]
public abstract record RegionReport(int Region, int Epoch) : JobMessage;

/// <summary>All tiles were looked at.</summary>
/// <param name="Region">Index of the region.</param>
/// <param name="Epoch">The order's epoch.</param>
/// <param name="Survey">The tiles' surveys, combined.</param>
/// <param name="Components">Components that the tiles own.</param>
public sealed record RegionSurveyed(int Region, int Epoch, TileSurvey Survey, long Components)
    : RegionReport(Region, Epoch);

/// <summary>The objective was counted.</summary>
/// <param name="Region">Index of the region.</param>
/// <param name="Epoch">The order's epoch.</param>
/// <param name="Sse">E: Σ w·r², or Σ w·ρ.</param>
/// <param name="Sums">Σ w·r·(1, ξ, υ), ψ for r with another loss.</param>
/// <param name="LargestGradient">max |g_a| / √H_aa; divide by √E.</param>
public sealed record RegionCounted(int Region, int Epoch, double Sse, ResidualSums Sums, double LargestGradient)
    : RegionReport(Region, Epoch)
{
    /// <summary>What else is told of another loss than the squares; null with those.</summary>
    public LossSums? Loss { get; init; }

    /// <summary>Means of the residual over the region's blocks, row by row, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? BlockMeans { get; init; }
}

/// <summary>All steps of a sweep ended.</summary>
/// <param name="Region">Index of the region.</param>
/// <param name="Epoch">The order's epoch.</param>
/// <param name="ObjectiveChange">Change of E.</param>
/// <param name="SelectionChange">The part of it that is due to adding and removing components.</param>
/// <param name="ResidualChange">Change of Σ r·(1, ξ, υ).</param>
/// <param name="Pixels">Window pixels worked on.</param>
/// <param name="ActiveTiles">Tiles that ran a step.</param>
/// <param name="Repeats">Times that steps had been begun before and not ended.</param>
public sealed record RegionStepped(
    int Region,
    int Epoch,
    double ObjectiveChange,
    double SelectionChange,
    ResidualSums ResidualChange,
    long Pixels,
    int ActiveTiles,
    int Repeats = 0) : RegionReport(Region, Epoch);

/// <summary>Components have been handed over.</summary>
/// <param name="Region">Index of the region.</param>
/// <param name="Epoch">The order's epoch.</param>
/// <param name="Components">Components that the tiles own now.</param>
/// <param name="Need">Σ w·r² of the tiles as they last saw it: what growth may still explain.</param>
/// <param name="LargestGradient">max |g_a| / √H_aa over the tiles when they last ran; divide by √E.</param>
public sealed record RegionClosed(int Region, int Epoch, long Components, double Need, double LargestGradient)
    : RegionReport(Region, Epoch)
{
    /// <summary>Components that have outgrown their tiles and are the coarse level's now, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Outgrown { get; init; }
}
