using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>What a job remembers of a tile.</summary>
internal sealed class TileState
{
    public TileSurvey? Survey { get; set; }

    public TileCount? Count { get; set; }

    public MinimizerState Minimizer { get; set; } = MinimizerState.Initial;

    /// <summary>The step of the running sweep, once it has ended.</summary>
    public TileStepStatistics? Step { get; set; }

    /// <summary>max |g_a| / √H_aa when the tile last ran.</summary>
    public double LargestGradient { get; set; } = double.PositiveInfinity;

    /// <summary>Decrease of E by steps that reach the window, since the tile's own last step and with it.</summary>
    public double PendingDecrease { get; set; } = double.PositiveInfinity;

    public int Components { get; set; }

    public int Steps { get; set; }

    /// <summary>No step can change anything: neither pixels of its own nor components that may reach others'.</summary>
    public bool IsEmpty => Survey is { Basis.Count: 0 } && Components == 0;
}
