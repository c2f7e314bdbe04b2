namespace TiledFit.Tiling.Jobs;

/// <summary>
/// A job and all its regions in one process: carries the messages between them, and stores their states where a journal
/// is given.
/// </summary>
public sealed class LocalJob
{
    private const string JobName = "job";

    private readonly RegionGrid _regions;
    private readonly IJobJournal? _journal;
    private readonly Queue<JobMessage> _messages = [];

    /// <summary>A job at its start, or where the journal says that it stands.</summary>
    /// <param name="regions">The tiles in their regions.</param>
    /// <param name="options">What to do.</param>
    /// <param name="start">Where a new job starts.</param>
    /// <param name="journal">Keeps the states, or null.</param>
    public LocalJob(RegionGrid regions, FitOptions options, FitJobState start, IJobJournal? journal = null)
    {
        _regions = regions;
        _journal = journal;
        Job = new FitJob(regions, options, Read<FitJobState>(JobName) ?? start);
        Regions =
        [
            .. Enumerable.Range(0, regions.Count)
                .Select(region => new RegionJob(regions, region, options, Read<RegionState>(NameOf(region)))),
        ];
    }

    /// <summary>The job.</summary>
    public FitJob Job { get; }

    /// <summary>The regions.</summary>
    public IReadOnlyList<RegionJob> Regions { get; }

    /// <summary>Whether the job has finished.</summary>
    public bool IsFinished => Job.State.Phase == JobPhase.Finished;

    /// <summary>Tiles that work on the present order.</summary>
    public int ActiveTiles => Regions.Sum(region => region.ActiveTiles);

    /// <summary>Those of them that have not finished.</summary>
    public int RemainingTiles => Regions.Sum(region => region.RemainingTiles);

    /// <summary>Whether a journal holds a job that has begun.</summary>
    public static bool HasBegun(IJobJournal journal) => journal.ReadState(JobName) is not null;

    /// <summary>What is known of a tile.</summary>
    public TileState StateOf(int tile) => Regions[_regions.RegionOf(tile)].StateOf(tile);

    /// <summary>The first orders to tiles.</summary>
    public IReadOnlyList<TileOrder> Start()
    {
        _journal?.WriteState(JobName, JobStateFormat.Defer(Job.State));
        GiveOrders();
        return Deliver();
    }

    /// <summary>Takes a tile's report and returns the orders that follow.</summary>
    public IReadOnlyList<TileOrder> Handle(TileReport report)
    {
        Post(Regions[_regions.RegionOf(report.Tile)].Handle(report));
        return Deliver();
    }

    private static string NameOf(int region) => $"region-{region}";

    private T? Read<T>(string name)
        where T : class =>
        _journal?.ReadState(name) is { } state ? JobStateFormat.Read<T>(state) : null;

    private List<TileOrder> Deliver()
    {
        var orders = new List<TileOrder>();
        while (_messages.TryDequeue(out JobMessage? message))
        {
            switch (message)
            {
                case TileOrder order:
                    orders.Add(order);
                    break;
                case TilesEnded ended:
                    Post(Regions[ended.Region].Handle(ended));
                    break;
                case RegionReport report:
                    Pass(report);
                    break;
            }
        }

        return orders;
    }

    private void Pass(RegionReport report)
    {
        _journal?.WriteState(NameOf(report.Region), JobStateFormat.Defer(Regions[report.Region].Save()));
        if (Job.Handle(report))
        {
            if (Job.NewMesh is { } mesh)
            {
                _journal?.WriteMesh(mesh);
            }

            _journal?.WriteState(JobName, JobStateFormat.Defer(Job.State));
            GiveOrders();
        }
    }

    private void GiveOrders()
    {
        for (int region = 0; region < _regions.Count && !IsFinished; region++)
        {
            Post(Regions[region].Handle(Job.OrderOf(region)));
        }
    }

    private void Post(IEnumerable<JobMessage> messages)
    {
        foreach (JobMessage message in messages)
        {
            _messages.Enqueue(message);
        }
    }
}
