namespace TiledFit.Tiling.Levels;

/// <summary>What a turn of the coarse level waits for.</summary>
public enum CoarseStage
{
    /// <summary>No turn is under way.</summary>
    Resting,

    /// <summary>The means of the residual over the blocks.</summary>
    Averaging,

    /// <summary>E with what is proposed.</summary>
    Trying,
}
