using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>What makes two orders to one tile the same.</summary>
internal readonly record struct OrderKey(int Run, Type Kind, int Sweep)
{
    /// <summary>The key of an order.</summary>
    public static OrderKey Of(int run, TileOrder order) => new(run, order.GetType(), order switch
    {
        CountTile count => count.Sweep,
        StepTile step => step.Sweep,
        CloseTile close => close.Sweep,
        _ => 0,
    });
}
