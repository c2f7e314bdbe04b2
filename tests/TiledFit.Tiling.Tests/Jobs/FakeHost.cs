using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>Runs a job on made-up tiles; when it crashes, it goes on from its journal.</summary>
internal sealed class FakeHost
{
    private readonly RegionGrid _regions;
    private readonly FitOptions _options;
    private readonly FakeTiles _tiles;
    private readonly bool _findsStart;
    private readonly HashSet<TileReport> _told = [];
    private readonly List<TileOrder> _waiting = [];
    private LocalJob? _job;

    public FakeHost(FakeTiles tiles, FitOptions options, bool findsStart = false)
    {
        _regions = new RegionGrid(tiles.Grid);
        _options = options;
        _tiles = tiles;
        _findsStart = findsStart;
    }

    /// <summary>Every report is told so many times.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Whether every report ever told is told again after each new one.</summary>
    public bool RetellsThePast { get; init; }

    /// <summary>In which order waiting orders are carried out.</summary>
    public Random? Shuffle { get; init; }

    /// <summary>What outlives a crash.</summary>
    public CrashingJournal? Journal { get; init; }

    /// <summary>Whether the host crashes after the n-th report, from 1, that it has told for the first time.</summary>
    public Predicate<int> CrashesAfter { get; init; } = _ => false;

    /// <summary>Hears of the job's state and those of the regions that have answered, after every report.</summary>
    public Action<LocalJob>? OnHandled { get; init; }

    public LocalJob Job => _job!;

    public FitJobState State => Job.Job.State;

    /// <summary>What the job asked for, in its order.</summary>
    public List<TileOrder> Orders { get; } = [];

    /// <summary>The phase after every report, without repetitions.</summary>
    public List<JobPhase> Phases { get; } = [JobPhase.Survey];

    public int Crashes { get; private set; }

    public void Run()
    {
        while (!Try())
        {
            Crashes++;
        }

        Assert.Empty(_waiting);
        Assert.All(_told, past => Assert.Empty(Job.Handle(past)));
    }

    private bool Try()
    {
        _waiting.Clear();
        _job = new LocalJob(_regions, _options, new FitJobState { FindsStart = _findsStart }, Journal);
        try
        {
            Take(Job.Start());
            while (!Job.IsFinished)
            {
                CarryOut();
            }

            return true;
        }
        catch (Crash)
        {
            return false;
        }
    }

    private void CarryOut()
    {
        Assert.NotEmpty(_waiting);
        int next = Shuffle?.Next(_waiting.Count) ?? 0;
        TileReport report = _tiles.Answer(_waiting[next]);
        _waiting.RemoveAt(next);
        bool isNew = _told.Add(report);
        Take(Job.Handle(report));
        IEnumerable<TileReport> again = Enumerable.Repeat(report, Repeats - 1).Concat(RetellsThePast ? _told : []);
        Assert.All(again, past => Assert.Empty(Job.Handle(past)));
        if (isNew && CrashesAfter(_told.Count))
        {
            throw new Crash();
        }
    }

    private void Take(IReadOnlyList<TileOrder> orders)
    {
        Orders.AddRange(orders);
        _waiting.AddRange(orders);
        int[] running = [.. _waiting.OfType<StepTile>().Select(step => step.Tile)];
        Assert.Equal(running.Length, running.Distinct().Count());
        Assert.All(
            orders.OfType<StepTile>(), step => Assert.Empty(running.Intersect(_tiles.Grid.NeighboursOf(step.Tile))));
        if (Phases[^1] != State.Phase)
        {
            Phases.Add(State.Phase);
        }

        OnHandled?.Invoke(Job);
    }
}
