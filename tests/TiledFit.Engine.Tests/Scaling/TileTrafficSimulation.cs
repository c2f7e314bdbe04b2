using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Scaling;

/// <summary>
/// A fit whose tiles live each on its own, in one thread: counts what each asks its neighbours and tells them, and what
/// it writes into the journal and reads from it.
/// </summary>
internal sealed class TileTrafficSimulation
{
    private readonly TileGrid _grid;
    private readonly LocalJob _job;
    private readonly TileOwner[] _owners;
    private readonly TileWorker _worker = new();
    private readonly Dictionary<(int Tile, string Order, int Sweep), TileTraffic> _traffic = [];
    private (string Order, int Sweep) _order;

    public TileTrafficSimulation(IRaster raster, FitOptions options, IReadOnlyList<Gaussian> initial)
    {
        _grid = new TileGrid(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
        _job = new LocalJob(new RegionGrid(_grid), options, new FitJobState());
        var journal = new MemoryJournal();
        foreach (TileSnapshot tile in InitialComponents.Distribute(initial, _grid, options, null))
        {
            journal.WriteTile(tile);
        }

        _owners =
        [
            .. Enumerable.Range(0, _grid.Count).Select(tile =>
            {
                var place = new Place(this, tile, journal);
                return new TileOwner(
                    new CountedRaster(raster, place), _grid, tile, place,
                    new BackgroundSource(journal, raster.Info), place, place, CancellationToken.None);
            }),
        ];
    }

    public FitJobState State => _job.Job.State;

    public int ComponentsOf(int tile) => _job.StateOf(tile).Components;

    /// <summary>What a tile did for an order of a sweep.</summary>
    public TileTraffic Of(int tile, string order, int sweep)
    {
        (int, string, int) key = (tile, order, sweep);
        return _traffic.TryGetValue(key, out TileTraffic? traffic) ? traffic : _traffic[key] = new TileTraffic();
    }

    /// <summary>Runs the fit to its end.</summary>
    public async Task Run()
    {
        var orders = new Queue<TileOrder>(_job.Start());
        while (orders.TryDequeue(out TileOrder? order))
        {
            _order = TileTraffic.KeyOf(order);
            TileReport? report = await _owners[order.Tile].Carry(order);
            foreach (TileOrder next in _job.Handle(report!))
            {
                orders.Enqueue(next);
            }
        }
    }

    private TileTraffic Of(int tile) => Of(tile, _order.Order, _order.Sweep);

    /// <summary>Where a tile lives: its neighbours, journal and worker.</summary>
    private sealed class Place(TileTrafficSimulation simulation, int own, MemoryJournal journal)
        : ITileNeighbours, ITileWorkers, IJobJournal
    {
        public TileTraffic Traffic => simulation.Of(own);

        public async Task<IReadOnlyList<Component>> SeenBy(int tile, int asker)
        {
            IReadOnlyList<Component> seen = await simulation._owners[tile].SeenBy(asker);
            Note(tile, JournalFormat.Write(seen).Length);
            return seen;
        }

        public async Task Tell(int tile, TileStepResult part)
        {
            Note(tile, JournalFormat.Write(part).Length);
            await simulation._owners[tile].Take(part);
        }

        // Stays on the silo.
        public Task NoteStored(int tile, int sweep, bool isClosed) =>
            simulation._owners[tile].NoteStored(sweep, isClosed);

        public async Task<IReadOnlyList<Component>> DeparturesTo(int tile, int sweep, int asker)
        {
            IReadOnlyList<Component> leaving = await simulation._owners[tile].DeparturesTo(sweep, asker);
            Note(tile, JournalFormat.Write(leaving).Length);
            return leaving;
        }

        public Task<T> Run<T>(Func<TileWorker, T> work)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            T result = work(simulation._worker);
            Traffic.Seconds += (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            return Task.FromResult(result);
        }

        public void WriteTile(TileSnapshot snapshot)
        {
            Traffic.Written += Scaling.Traffic.Of(JournalFormat.Write(snapshot).Length);
            journal.WriteTile(snapshot);
        }

        public TileSnapshot? ReadTile(int tile)
        {
            TileSnapshot? snapshot = journal.ReadTile(tile);
            NoteRead(snapshot is null ? null : JournalFormat.Write(snapshot).Length);
            return snapshot;
        }

        public int BeginStep(int tile, int sweep) => journal.BeginStep(tile, sweep);

        public TileStepResult WriteStep(TileStepResult step)
        {
            Traffic.Written += Scaling.Traffic.Of(JournalFormat.Write(step).Length);
            return journal.WriteStep(step);
        }

        public TileStepResult? ReadStep(int tile)
        {
            TileStepResult? step = journal.ReadStep(tile);
            NoteRead(step is null ? null : JournalFormat.Write(step).Length);
            return step;
        }

        public void WriteState(string name, Func<byte[]> state) => throw new NotSupportedException();

        public byte[]? ReadState(string name) => throw new NotSupportedException();

        private void Note(int neighbour, int bytes)
        {
            Traffic.Asked += Scaling.Traffic.Of(bytes);
            simulation.Of(neighbour).Heard += Scaling.Traffic.Of(bytes);
        }

        private void NoteRead(int? bytes)
        {
            if (bytes is { } length)
            {
                Traffic.Read += Scaling.Traffic.Of(length);
            }
        }
    }

    private sealed class CountedRaster(IRaster raster, Place place) : IRaster
    {
        public RasterInfo Info => raster.Info;

        public string Fingerprint => raster.Fingerprint;

        public string ComputeFingerprint() => raster.ComputeFingerprint();

        public void Read(PixelRectangle window, Span<double> values)
        {
            place.Traffic.Pixels += window.Area;
            raster.Read(window, values);
        }

        public void Dispose()
        {
        }
    }
}
