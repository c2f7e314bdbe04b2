using System.Text.Json.Serialization;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// What a job asks of a region; each is answered by one <see cref="RegionReport"/> of the same epoch.
/// </summary>
/// <param name="Epoch">From 1. The next order is given when all regions have answered this one.</param>
[JsonDerivedType(typeof(SurveyRegion), "survey")]
[JsonDerivedType(typeof(CountRegion), "count")]
[JsonDerivedType(typeof(StepRegion), "step")]
[JsonDerivedType(typeof(CloseRegion), "close")]
public abstract record RegionOrder(int Epoch) : JobMessage;

/// <summary>Look at the pixels of all tiles. Answer: <see cref="RegionSurveyed"/>.</summary>
/// <param name="Epoch">The job's epoch.</param>
/// <param name="IsRobust">Whether levels, scatter and noise are asked for, or the count and the range alone.</param>
public sealed record SurveyRegion(int Epoch, bool IsRobust = true) : RegionOrder(Epoch)
{
    /// <summary>The side of the cells of the mesh that is asked for, px; 0 where none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MeshSize { get; init; }
}

/// <summary>Count all tiles' shares of the objective anew. Answer: <see cref="RegionCounted"/>.</summary>
/// <param name="Epoch">The job's epoch.</param>
/// <param name="Sweep">The sweep after which they are counted; 0 for the start.</param>
/// <param name="Background">The background.</param>
public sealed record CountRegion(int Epoch, int Sweep, Background Background) : RegionOrder(Epoch)
{
    /// <summary>What is minimised.</summary>
    public Loss Loss { get; init; }

    /// <summary>Which of the counts that try a background, or the coarse level, after the sweep; 0 for others.</summary>
    public int Trial { get; init; }

    /// <summary>The components of the coarse level, or null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Coarse { get; init; }

    /// <summary>Pixels along a side of the blocks whose means are asked for, or 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int BlockSide { get; init; }
}

/// <summary>Run a sweep. Answer: <see cref="RegionStepped"/>.</summary>
/// <param name="Epoch">The job's epoch.</param>
/// <param name="Sweep">The sweep.</param>
/// <param name="Background">The background.</param>
/// <param name="Activity">Which tiles may sleep.</param>
/// <param name="Growth">How components are added and removed, or null when the sweep only minimises.</param>
public sealed record StepRegion(
    int Epoch, int Sweep, Background Background, ActivityRule Activity, GrowthRound? Growth) : RegionOrder(Epoch)
{
    /// <summary>What is minimised.</summary>
    public Loss Loss { get; init; }

    /// <summary>The components of the coarse level, or null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Coarse { get; init; }
}

/// <summary>Hand components over. Answer: <see cref="RegionClosed"/>.</summary>
/// <param name="Epoch">The job's epoch.</param>
/// <param name="Sweep">The sweep, all of whose steps have ended.</param>
public sealed record CloseRegion(int Epoch, int Sweep) : RegionOrder(Epoch)
{
    /// <summary>Components of the coarse level that have become narrow enough for tiles, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Component>? Arrivals { get; init; }

    /// <summary>Least σ of the coarse level, which takes what has outgrown a tile, px; or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CoarseSigma { get; init; }
}
