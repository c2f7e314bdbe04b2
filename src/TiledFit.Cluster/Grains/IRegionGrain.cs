using Orleans.Concurrency;

namespace TiledFit.Cluster.Grains;

/// <summary>A block of tiles: takes orders of its job, gives orders to its tiles. Messages travel as JSON.</summary>
internal interface IRegionGrain : IGrainWithStringKey
{
    /// <summary>Takes an order of the job, or the same once more; the answer goes to the job.</summary>
    /// <returns>How it goes; null when the region is about to move to another silo, and the order is to be given
    /// again.</returns>
    Task<RegionFigures?> Order(int run, Immutable<byte[]> order);

    /// <summary>Takes the report of a tile.</summary>
    /// <param name="run">The run.</param>
    /// <param name="report">The report.</param>
    /// <param name="seconds">How long a worker was at it.</param>
    Task Report(int run, Immutable<byte[]> report, double seconds);

    /// <summary>Takes what a region beside it says of its tiles.</summary>
    Task Ended(int run, Immutable<byte[]> ended);

    /// <summary>What is known of its tiles.</summary>
    Task<RegionRecord> Tiles(int run);

    /// <summary>The job is over for good: forgets what is stored.</summary>
    Task Forget();
}
