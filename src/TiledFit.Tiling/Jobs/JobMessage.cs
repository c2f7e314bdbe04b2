namespace TiledFit.Tiling.Jobs;

/// <summary>
/// What job, regions and tiles tell each other. Every message may come twice, late, or out of order.
/// </summary>
public abstract record JobMessage;
