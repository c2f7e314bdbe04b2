using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Simulation;

/// <summary>
/// A cluster in one thread: hosts with a job, regions and tiles on them, messages that are lost, repeated, delayed and
/// overtaken, hosts that crash, and some that work on after they were given up.
/// </summary>
internal sealed class SimulatedCluster
{
    private const int Hosts = 3, NudgeInterval = 400, LongestAfterlife = 2_000;
    private const long LongestRun = 2_000_000;

    private readonly IRaster _raster;
    private readonly FitOptions _options;
    private readonly TileGrid _grid;
    private readonly RegionGrid _regions;
    private readonly MemoryJournal _journal = new();
    private readonly FitJobState _start;
    private readonly Random _random;
    private readonly Faults _faults;
    private readonly SimulatedNetwork _network;
    private readonly Dictionary<int, Host> _hosts = [];
    private readonly Dictionary<string, int> _versions = [];
    private FitJobState? _finished;

    public SimulatedCluster(IRaster raster, FitOptions options, IReadOnlyList<Gaussian>? initial, int seed)
    {
        _raster = raster;
        _options = options;
        _random = new Random(seed);
        _faults = Faults.From(_random);
        _network = new SimulatedNetwork(_random, _faults);
        _grid = new TileGrid(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
        _regions = new RegionGrid(_grid);
        _start = FitJobState.Start(initial is null, InitialComponents.CoarseOf(initial ?? [], _grid, options));
        foreach (TileSnapshot tile in InitialComponents.Distribute(initial ?? [], _grid, options, null))
        {
            _journal.WriteTile(tile);
        }
    }

    /// <summary>Hosts that have crashed.</summary>
    public int Crashes { get; private set; }

    /// <summary>Runs the job to its end.</summary>
    public (FitJobState State, IReadOnlyList<Component> Components) Run()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_network);
        try
        {
            Nudge();
            _network.Schedule(Crash, _random.Next(_faults.CrashInterval));
            RunToTheEnd();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return (_finished!,
        [
            .. Enumerable.Range(0, _grid.Count).SelectMany(tile => _journal.ReadTile(tile)?.Components ?? []),
            .. _finished!.CoarseComponents,
        ]);
    }

    private void RunToTheEnd()
    {
        while (_finished is null)
        {
            if (_network.Now > LongestRun)
            {
                throw new TimeoutException("the job does not come to its end.");
            }

            _network.Step();
        }
    }

    // A reminder sees to it that there is a job; the job tells its regions what they should be at.
    private void Nudge()
    {
        HostOf(-1).Job.Nudge();
        _network.Schedule(Nudge, NudgeInterval);
    }

    private void Crash()
    {
        if (_hosts.Remove(_random.Next(Hosts), out Host? crashed))
        {
            Crashes++;
            bool undead = _random.NextDouble() < _faults.Undead;
            _network.Schedule(() => crashed.IsDead = true, undead ? _random.Next(LongestAfterlife) : 0);
        }

        _network.Schedule(Crash, _random.Next(_faults.CrashInterval));
    }

    // Job −1, regions 0 …, tiles after them.
    private Host HostOf(int actor)
    {
        int place = (actor * 7 + 11) % Hosts;
        if (!_hosts.TryGetValue(place, out Host? host))
        {
            _hosts[place] = host = new Host(this);
        }

        return host;
    }

    private Host HostOfRegion(int region) => HostOf(region);

    private Host HostOfTile(int tile) => HostOf(_regions.Count + tile);

    private void Post(Host from, IEnumerable<JobMessage> messages, Action<RegionReport> report)
    {
        foreach (JobMessage message in messages.Where(_ => !from.IsDead))
        {
            _network.Send(() => Deliver(message, report));
        }
    }

    private void Deliver(JobMessage message, Action<RegionReport> report)
    {
        switch (message)
        {
            case TileOrder order:
                _ = HostOfTile(order.Tile).Carry(order);
                break;
            case TileReport done:
                HostOfRegion(_regions.RegionOf(done.Tile)).Region(_regions.RegionOf(done.Tile)).Take(r => r.Handle(done));
                break;
            case TilesEnded ended:
                HostOfRegion(ended.Region).Region(ended.Region).Take(region => region.Handle(ended));
                break;
            case RegionReport answered:
                report(answered);
                break;
        }
    }

    /// <summary>Stores a state in the place of the one that was read; false when the store does not answer, or another
    /// has stored since.</summary>
    private bool TryStore(string name, byte[] state, ref int version)
    {
        if (_random.NextDouble() < _faults.Outages || _versions.GetValueOrDefault(name) != version)
        {
            return false;
        }

        _journal.WriteState(name, () => state);
        version = ++_versions[name];
        return true;
    }

    private T? Stored<T>(string name, out int version)
        where T : class
    {
        _versions.TryAdd(name, 0);
        version = _versions[name];
        return _journal.ReadState(name) is { } state ? JobStateFormat.Read<T>(state) : null;
    }

    /// <summary>One machine, from its start to its crash.</summary>
    private sealed class Host(SimulatedCluster cluster) : ITileWorkers
    {
        private readonly Dictionary<int, RegionActor> _regions = [];
        private readonly Dictionary<int, TileOwner> _tiles = [];
        private readonly Dictionary<int, TileOrder> _underWay = [];
        private readonly TileWorker _worker = new();
        private readonly BackgroundSource _backgrounds = new(cluster._journal, cluster._raster.Info);
        private JobActor? _job;

        public bool IsDead { get; set; }

        public JobActor Job => _job ??= new JobActor(cluster, this);

        public RegionActor Region(int region) =>
            _regions.TryGetValue(region, out RegionActor? actor)
                ? actor
                : _regions[region] = new RegionActor(cluster, this, region);

        public TileOwner Tile(int tile) => _tiles.TryGetValue(tile, out TileOwner? owner)
            ? owner
            : _tiles[tile] = new TileOwner(
                cluster._raster, cluster._grid, tile, cluster._journal, _backgrounds, new Neighbours(cluster), this,
                CancellationToken.None);

        public async Task Carry(TileOrder order)
        {
            if (_underWay.TryGetValue(order.Tile, out TileOrder? running) && running == order)
            {
                return;
            }

            _underWay[order.Tile] = order;
            try
            {
                if (await Tile(order.Tile).Carry(order) is { } report)
                {
                    cluster.Post(this, [report], _ => { });
                }
            }
            catch (TimeoutException)
            {
                // The region asks again.
            }
            finally
            {
                _underWay.Remove(order.Tile);
            }
        }

        public Task<T> Run<T>(Func<TileWorker, T> work)
        {
            var result = new TaskCompletionSource<T>();
            cluster._network.Schedule(() =>
            {
                if (!IsDead)
                {
                    result.SetResult(work(_worker));
                }
            });
            return result.Task;
        }
    }

    private sealed class JobActor
    {
        private readonly SimulatedCluster _cluster;
        private readonly Host _host;
        private readonly FitJob _job;
        private int _storedEpoch = -1, _version;

        public JobActor(SimulatedCluster cluster, Host host)
        {
            _cluster = cluster;
            _host = host;
            _job = new FitJob(
                cluster._regions, cluster._options, cluster.Stored<FitJobState>("job", out _version) ?? cluster._start);
        }

        public void Nudge()
        {
            if (TryStore() && _job.State.Phase != JobPhase.Finished)
            {
                for (int region = 0; region < _cluster._regions.Count && !_host.IsDead; region++)
                {
                    int to = region;
                    RegionOrder order = _job.OrderOf(region);
                    _cluster._network.Send(
                        () => _cluster.HostOfRegion(to).Region(to).Take(actor => actor.Handle(order)));
                }
            }
        }

        public void Handle(RegionReport report)
        {
            if (_job.Handle(report))
            {
                Nudge();
            }
        }

        private bool TryStore()
        {
            FitJobState state = _job.State;
            int epoch = state.Phase == JobPhase.Finished ? state.Epoch + 1 : state.Epoch;
            if (epoch > _storedEpoch)
            {
                if (_job.NewMesh is { } mesh)
                {
                    _cluster._journal.WriteMesh(mesh);
                }

                if (!_cluster.TryStore("job", JobStateFormat.Write(state), ref _version))
                {
                    return false;
                }

                _storedEpoch = epoch;
            }

            if (state.Phase == JobPhase.Finished)
            {
                _cluster._finished = state;
            }

            return true;
        }
    }

    private sealed class RegionActor
    {
        private readonly SimulatedCluster _cluster;
        private readonly Host _host;
        private readonly string _name;
        private readonly RegionJob _region;
        private int _storedEpoch, _version;

        public RegionActor(SimulatedCluster cluster, Host host, int region)
        {
            _cluster = cluster;
            _host = host;
            _name = $"region-{region}";
            RegionState? state = cluster.Stored<RegionState>(_name, out _version);
            _storedEpoch = state?.Epoch ?? 0;
            _region = new RegionJob(cluster._regions, region, cluster._options, state);
            Nudge();
        }

        public void Take(Func<RegionJob, IReadOnlyList<JobMessage>> handle) => Send(handle(_region));

        private void Nudge()
        {
            Send(_region.Outstanding());
            if (!_host.IsDead && _cluster._finished is null)
            {
                _cluster._network.Schedule(Nudge, NudgeInterval);
            }
        }

        // What is reported must not be forgotten: it is stored first.
        private void Send(IReadOnlyList<JobMessage> messages)
        {
            bool reports = messages.Any(message => message is RegionReport);
            if (reports && _region.Epoch > _storedEpoch)
            {
                if (_cluster.TryStore(_name, JobStateFormat.Write(_region.Save()), ref _version))
                {
                    _storedEpoch = _region.Epoch;
                }
                else
                {
                    messages = [.. messages.Where(message => message is not RegionReport)];
                }
            }

            _cluster.Post(_host, messages, report => _cluster.HostOf(-1).Job.Handle(report));
        }
    }

    private sealed class Neighbours(SimulatedCluster cluster) : ITileNeighbours
    {
        public Task<IReadOnlyList<Component>> SeenBy(int tile, int asker) =>
            cluster._network.Ask(() => cluster.HostOfTile(tile).Tile(tile).SeenBy(asker));

        public Task Tell(int tile, TileStepResult part) => cluster._network.Ask(async () =>
        {
            await cluster.HostOfTile(tile).Tile(tile).Take(part);
            return true;
        });

        public Task NoteStored(int tile, int sweep, bool isClosed) => cluster._network.Ask(async () =>
        {
            await cluster.HostOfTile(tile).Tile(tile).NoteStored(sweep, isClosed);
            return true;
        });

        public Task<IReadOnlyList<Component>> DeparturesTo(int tile, int sweep, int asker) =>
            cluster._network.Ask(() => cluster.HostOfTile(tile).Tile(tile).DeparturesTo(sweep, asker));
    }
}
