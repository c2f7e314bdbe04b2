using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Scaling;

/// <summary>What a tile does for one order: with its neighbours, with the journal, and for how long.</summary>
internal sealed class TileTraffic
{
    /// <summary>What it asks its neighbours and tells them: a request and its answer are one.</summary>
    public Traffic Asked { get; set; }

    /// <summary>What they ask and tell it meanwhile.</summary>
    public Traffic Heard { get; set; }

    /// <summary>Files written.</summary>
    public Traffic Written { get; set; }

    /// <summary>Files read.</summary>
    public Traffic Read { get; set; }

    /// <summary>Pixels read.</summary>
    public long Pixels { get; set; }

    /// <summary>Processor time of the process while a worker was busy, seconds.</summary>
    public double Seconds { get; set; }

    /// <summary>The order and the sweep that a tile's traffic belongs to.</summary>
    public static (string Order, int Sweep) KeyOf(TileOrder order) => order switch
    {
        SurveyTile => ("survey", 0),
        CountTile count => ("count", count.Sweep),
        StepTile step => ("step", step.Sweep),
        _ => ("hand-over", ((CloseTile)order).Sweep),
    };
}
