namespace TiledFit.Tiling.Growth;

/// <summary>Where a plan of growth stands.</summary>
public enum GrowthStage
{
    /// <summary>Rounds that add components.</summary>
    Growing,

    /// <summary>An exchange has taken components away.</summary>
    Removed,

    /// <summary>An exchange has put others in their place.</summary>
    Refilled,

    /// <summary>Every change was judged by a refit.</summary>
    Refined,
}
