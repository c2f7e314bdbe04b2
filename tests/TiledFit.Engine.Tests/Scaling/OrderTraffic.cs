using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Scaling;

/// <summary>What an order of the job made everyone say, and store.</summary>
internal sealed class OrderTraffic(RegionOrder order, int regions, int tiles)
{
    private readonly byte[] _tileMessages = new byte[tiles];

    public RegionOrder Order { get; } = order;

    /// <summary>Between the job and all regions.</summary>
    public Traffic Job { get; private set; }

    /// <summary>All that a region sends and gets.</summary>
    public Traffic[] Regions { get; } = new Traffic[regions];

    /// <summary>Tiles of a region that were asked.</summary>
    public int[] AskedTiles { get; } = new int[regions];

    /// <summary>Between regions and their tiles.</summary>
    public Traffic Tiles { get; private set; }

    /// <summary>Between regions.</summary>
    public Traffic Borders { get; private set; }

    /// <summary>The regions' states, stored once each.</summary>
    public Traffic States { get; private set; }

    /// <summary>The largest of them, bytes.</summary>
    public long LargestState { get; private set; }

    /// <summary>The job's state after the order, bytes.</summary>
    public long JobState { get; set; }

    public int BusiestTile => _tileMessages.Max();

    public Traffic BusiestRegion => Regions.MaxBy(region => region.Messages);

    public void NoteJob(int region, int bytes)
    {
        Job += Traffic.Of(bytes);
        Regions[region] += Traffic.Of(bytes);
    }

    public void NoteTile(int region, int tile, int bytes)
    {
        AskedTiles[region] += _tileMessages[tile]++ == 0 ? 1 : 0;
        Tiles += Traffic.Of(bytes);
        Regions[region] += Traffic.Of(bytes);
    }

    public void NoteBorder(int from, int to, int bytes)
    {
        Borders += Traffic.Of(bytes);
        Regions[from] += Traffic.Of(bytes);
        Regions[to] += Traffic.Of(bytes);
    }

    public void NoteState(int bytes)
    {
        States += Traffic.Of(bytes);
        LargestState = Math.Max(LargestState, bytes);
    }
}
