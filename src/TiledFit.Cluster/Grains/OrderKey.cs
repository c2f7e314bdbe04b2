using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>What makes two orders to one tile the same.</summary>
internal readonly record struct OrderKey(int Run, Type Kind, int Sweep, int Trial)
{
    /// <summary>The key of an order.</summary>
    public static OrderKey Of(int run, TileOrder order)
    {
        (int sweep, int trial) = order switch
        {
            SurveyTile survey => (0, survey.MeshSize),
            CountTile count => (count.Sweep, count.Trial),
            StepTile step => (step.Sweep, 0),
            CloseTile close => (close.Sweep, 0),
            _ => (0, 0),
        };
        return new OrderKey(run, order.GetType(), sweep, trial);
    }
}
