using System.Text.Json.Serialization;
using TiledFit.Core.Losses;

namespace TiledFit.Core.TileSteps;

/// <summary>A tile's share of the totals, counted over the valid pixels of its core.</summary>
/// <param name="Pixels">Valid pixels.</param>
/// <param name="Sse">Its share of E: Σ w·r², or Σ w·ρ.</param>
/// <param name="Sums">Σ w·r·(1, ξ, υ), ψ for r with another loss.</param>
/// <param name="LargestGradient">max |g_a| / √H_aa over the parameters of the components that the tile owns and that
/// are not held at their reach, divide by √E; +∞ where it was not asked for.</param>
public sealed record TileCount(long Pixels, double Sse, ResidualSums Sums, double LargestGradient)
{
    /// <summary>What else is told of another loss than the squares; null with those.</summary>
    public LossSums? Loss { get; init; }

    /// <summary>Means of the residual over the blocks of the core, row by row, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? BlockMeans { get; init; }

    /// <summary>Σ w·r².</summary>
    [JsonIgnore]
    public double Squares => Loss?.Squares ?? Sse;
}
