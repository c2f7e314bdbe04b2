using System.Text.Json.Serialization;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>What a region remembers of a tile.</summary>
public sealed class TileState
{
    /// <summary>Valid pixels of the core.</summary>
    public long Pixels { get; set; }

    /// <summary>Components that the tile owns.</summary>
    public int Components { get; set; }

    /// <summary>Where its minimiser stands.</summary>
    public MinimizerState Minimizer { get; set; } = MinimizerState.Initial;

    /// <summary>The step of the last sweep, or null when the tile slept.</summary>
    public TileStepStatistics? Step { get; set; }

    /// <summary>The last count.</summary>
    public TileCount? Count { get; set; }

    /// <summary>
    /// Σ w·r² of the core when the tile last saw it, by which growth goes; of no meaning with another loss, where
    /// nothing grows. 0 for a tile that found too little for its share while others may find more.
    /// </summary>
    public double Need { get; set; }

    /// <summary>max |g_a| / √H_aa when the tile last ran.</summary>
    public double LargestGradient { get; set; } = double.PositiveInfinity;

    /// <summary>Decrease of E by steps that reach the window, since the tile's own last step and with it.</summary>
    public double PendingDecrease { get; set; } = double.PositiveInfinity;

    /// <summary>Whether the tile or a neighbour ran in the last sweep, so that its components may have changed.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Steps that the tile has run.</summary>
    public int Steps { get; set; }

    /// <summary>No step can change anything: neither pixels of its own nor components that may reach others'.</summary>
    [JsonIgnore]
    public bool IsEmpty => Pixels == 0 && Components == 0;

    /// <summary>Whether the tile runs by a rule.</summary>
    public bool IsAwake(ActivityRule rule) =>
        !IsEmpty && (PendingDecrease > rule.LargestPending || LargestGradient > rule.LargestGradient);
}
