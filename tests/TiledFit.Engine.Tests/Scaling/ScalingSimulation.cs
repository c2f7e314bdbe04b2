using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Scaling;

/// <summary>
/// A job and its regions as they are, on rasters of made-up tiles of 512 px: counts messages and states, and their bytes
/// as they are stored and sent.
/// </summary>
internal sealed class ScalingSimulation
{
    private const int TileSize = 512, Ring = 32;

    private readonly RegionGrid _regions;
    private readonly FitJob _job;
    private readonly RegionJob[] _regionJobs;
    private readonly MadeUpTiles _tiles;
    private readonly Queue<(int From, JobMessage Message)> _messages = [];
    private readonly List<OrderTraffic> _orders = [];

    public ScalingSimulation(int columns, int rows)
    {
        var grid = new TileGrid(columns * TileSize, rows * TileSize, TileSize, Ring);
        var options = new FitOptions { TileSize = TileSize, Ring = Ring, Background = BackgroundChoice.None };
        _regions = new RegionGrid(grid);
        _tiles = new MadeUpTiles(grid);
        _job = new FitJob(_regions, options, new FitJobState());
        _regionJobs =
            [.. Enumerable.Range(0, _regions.Count).Select(region => new RegionJob(_regions, region, options))];
    }

    public RegionGrid Regions => _regions;

    public FitJobState State => _job.State;

    /// <summary>Runs the job to its end.</summary>
    /// <returns>Its orders, one after the other.</returns>
    public IReadOnlyList<OrderTraffic> Run()
    {
        while (_job.State.Order is { } order)
        {
            _orders.Add(new OrderTraffic(order, _regions.Count, _regions.Tiles.Count));
            for (int region = 0; region < _regions.Count; region++)
            {
                Give(region, order.Epoch);
            }

            Assert.NotEqual(order, _job.State.Order);
        }

        return _orders;
    }

    private void Give(int region, int epoch)
    {
        RegionOrder order = _job.OrderOf(region);
        Assert.Equal(epoch, order.Epoch);
        _orders[^1].NoteJob(region, SizeOf(order));
        Send(region, _regionJobs[region].Handle(order));
        while (_messages.TryDequeue(out (int From, JobMessage Message) sent))
        {
            Deliver(sent.From, sent.Message);
        }
    }

    private void Deliver(int from, JobMessage message)
    {
        OrderTraffic traffic = _orders[^1];
        switch (message)
        {
            case TileOrder order:
                TileReport done = _tiles.Answer(order);
                traffic.NoteTile(from, order.Tile, SizeOf(order));
                traffic.NoteTile(from, order.Tile, SizeOf(done));
                Send(from, _regionJobs[from].Handle(done));
                break;
            case TilesEnded ended:
                traffic.NoteBorder(from, ended.Region, SizeOf(ended));
                Send(ended.Region, _regionJobs[ended.Region].Handle(ended));
                break;
            case RegionReport report:
                traffic.NoteJob(from, SizeOf(report));
                traffic.NoteState(SizeOf(_regionJobs[from].Save()));
                if (_job.Handle(report))
                {
                    traffic.JobState = SizeOf(_job.State);
                }

                break;
        }
    }

    private void Send(int from, IReadOnlyList<JobMessage> messages)
    {
        foreach (JobMessage message in messages)
        {
            _messages.Enqueue((from, message));
        }
    }

    // Written as what the receiver reads: an order, a report.
    private static int SizeOf<T>(T message) => JobStateFormat.Write(message).Length;
}
