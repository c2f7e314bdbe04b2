using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>
/// Carries the messages between a job, its regions and made-up tiles as a bad network does: in random order, some
/// twice, some never; now and then the job or a region is lost and comes back as it was stored.
/// </summary>
internal sealed class LossyHost
{
    private readonly RegionGrid _regions;
    private readonly FitOptions _options;
    private readonly FakeTiles _tiles;
    private readonly Random _random;
    private readonly RegionJob[] _regionJobs;
    private readonly byte[]?[] _storedRegions;
    private readonly List<(int Region, JobMessage Message)> _messages = [];
    private FitJob _job;
    private byte[] _storedJob;

    public LossyHost(FakeTiles tiles, FitOptions options, bool findsStart, int seed)
    {
        _regions = new RegionGrid(tiles.Grid);
        _options = options;
        _tiles = tiles;
        _random = new Random(seed);
        _job = new FitJob(_regions, options, new FitJobState { FindsStart = findsStart });
        _storedJob = JobStateFormat.Write(_job.State);
        _regionJobs =
            [.. Enumerable.Range(0, _regions.Count).Select(region => new RegionJob(_regions, region, options))];
        _storedRegions = new byte[_regions.Count][];
    }

    /// <summary>Hears of every state of the job and of a region when it is stored.</summary>
    public Action<FitJobState>? OnJobStored { get; init; }

    public Action<RegionState>? OnRegionStored { get; init; }

    public FitJobState State => _job.State;

    public int Losses { get; private set; }

    public int Crashes { get; private set; }

    public void Run()
    {
        for (int turn = 0; _job.State.Phase != JobPhase.Finished; turn++)
        {
            Assert.True(turn < 1_000_000, "the job does not come to its end.");
            if (_messages.Count == 0 || _random.Next(100) == 0)
            {
                SayAgain();
            }

            if (_random.Next(150) == 0)
            {
                LoseOne();
            }

            DeliverOne();
        }
    }

    private void DeliverOne()
    {
        if (_messages.Count == 0)
        {
            return;
        }

        int next = _random.Next(_messages.Count);
        (int region, JobMessage message) = _messages[next];
        int fate = _random.Next(10);
        if (fate > 0)
        {
            // The last one takes the free place: which is delivered next is random anyway.
            _messages[next] = _messages[^1];
            _messages.RemoveAt(_messages.Count - 1);
        }

        if (fate == 1)
        {
            Losses++;
            return;
        }

        Deliver(region, message);
    }

    private void Deliver(int region, JobMessage message)
    {
        switch (message)
        {
            case RegionOrder order:
                Send(region, _regionJobs[region].Handle(order));
                break;
            case TileOrder order:
                _messages.Add((region, _tiles.Answer(order)));
                break;
            case TileReport report:
                Send(region, _regionJobs[region].Handle(report));
                break;
            case TilesEnded ended:
                Send(ended.Region, _regionJobs[ended.Region].Handle(ended));
                break;
            case RegionReport report when _job.Handle(report):
                _storedJob = JobStateFormat.Write(_job.State);
                OnJobStored?.Invoke(_job.State);
                GiveOrders();
                break;
        }
    }

    private void Send(int region, IReadOnlyList<JobMessage> messages)
    {
        if (messages.OfType<RegionReport>().Any())
        {
            RegionState state = _regionJobs[region].Save();
            _storedRegions[region] = JobStateFormat.Write(state);
            OnRegionStored?.Invoke(state);
        }

        _messages.AddRange(messages.Select(message => (region, message)));
    }

    private void SayAgain()
    {
        GiveOrders();
        for (int region = 0; region < _regions.Count; region++)
        {
            _messages.AddRange(_regionJobs[region].Outstanding().Select(message => (region, message)));
        }
    }

    private void GiveOrders()
    {
        IEnumerable<int> awaited = Enumerable.Range(0, _regions.Count).Where(_job.Awaits);
        _messages.AddRange(awaited.Select(region => (region, (JobMessage)_job.OrderOf(region))));
    }

    private void LoseOne()
    {
        Crashes++;
        int region = _random.Next(_regions.Count + 1);
        if (region == _regions.Count)
        {
            _job = new FitJob(_regions, _options, JobStateFormat.Read<FitJobState>(_storedJob));
            return;
        }

        RegionState? state =
            _storedRegions[region] is { } stored ? JobStateFormat.Read<RegionState>(stored) : null;
        _regionJobs[region] = new RegionJob(_regions, region, _options, state);
    }
}
