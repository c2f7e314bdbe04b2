namespace TiledFit.Tiling.Growth;

/// <summary>Where a plan of growth stands.</summary>
public enum GrowthStage
{
    /// <summary>Rounds that add components.</summary>
    Growing,

    /// <summary>Components have given way to others.</summary>
    Exchanged,

    /// <summary>What the exchanges left fewer has come again.</summary>
    Refilled,

    /// <summary>Every change was judged by a refit.</summary>
    Refined,
}
