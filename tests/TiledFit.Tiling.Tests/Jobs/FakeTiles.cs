using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

/// <summary>
/// Answers orders with made-up figures: every tile holds its part of E, and a step takes off what the test says. An
/// order that comes again gets the same answer again, and must be the same to the last bit.
/// </summary>
internal sealed class FakeTiles
{
    private readonly Dictionary<(Type, int, int), (TileOrder Order, TileReport Report)> _answered = [];
    private readonly List<int> _recounts = [];

    public FakeTiles(TileGrid grid, double objectiveOfTile)
    {
        Grid = grid;
        Objective = [.. Enumerable.Repeat(objectiveOfTile, grid.Count)];
        Components = new int[grid.Count];
    }

    public TileGrid Grid { get; }

    /// <summary>Each tile's part of E.</summary>
    public double[] Objective { get; }

    /// <summary>Components of each tile.</summary>
    public int[] Components { get; }

    /// <summary>Whether a tile holds data.</summary>
    public Func<int, bool> HasData { get; init; } = _ => true;

    /// <summary>The share of its objective that a tile's step in a sweep takes off.</summary>
    public Func<int, int, double> Share { get; init; } = (_, _) => 0;

    /// <summary>max |g_a| / √H_aa that a step reports.</summary>
    public Func<int, int, double> Gradient { get; init; } = (_, _) => 0;

    /// <summary>max |g_a| / √H_aa that the n-th recount, from 1, reports.</summary>
    public Func<int, double> RecountedGradient { get; init; } = _ => 0;

    /// <summary>Components that a step with a limit on additions adds.</summary>
    public Func<StepTile, int> Added { get; init; } = _ => 0;

    /// <summary>What a recount counts beside the truth, as a factor.</summary>
    public double RecountFactor { get; init; } = 1;

    /// <summary>How often the objective was counted anew.</summary>
    public int Recounts => _recounts.Count;

    /// <summary>What was carried out, in its order.</summary>
    public IEnumerable<TileOrder> Orders => _answered.Values.Select(pair => pair.Order);

    /// <summary>What was answered, in its order.</summary>
    public IEnumerable<TileReport> Reports => _answered.Values.Select(pair => pair.Report);

    /// <summary>Steps of a sweep, by tile.</summary>
    public IEnumerable<int> StepsOf(int sweep) =>
        Orders.OfType<StepTile>().Where(step => step.Sweep == sweep).Select(step => step.Tile).Order();

    public TileReport Answer(TileOrder order)
    {
        (Type, int, int) key = (order.GetType(), order.Tile, SweepOf(order));
        if (_answered.TryGetValue(key, out (TileOrder Order, TileReport Report) before))
        {
            Assert.Equal(before.Order, order);
            return before.Report;
        }

        TileReport report = CarryOut(order);
        _answered.Add(key, (order, report));
        return report;
    }

    private static int SweepOf(TileOrder order) => order switch
    {
        CountTile count => count.Sweep,
        StepTile step => step.Sweep,
        CloseTile close => close.Sweep,
        _ => 0,
    };

    private TileReport CarryOut(TileOrder order) => order switch
    {
        SurveyTile => Survey(order.Tile),
        CountTile count => Count(count),
        StepTile step => Step(step),
        CloseTile close => new TileClosed(close.Tile, close.Sweep, Components[close.Tile]),
        _ => throw new InvalidOperationException(order.ToString()),
    };

    private TileSurveyed Survey(int tile)
    {
        PixelRectangle core = Grid.CoreOf(tile);
        double[] pixels = [.. Enumerable.Repeat(HasData(tile) ? 1 : double.NaN, (int)core.Area)];
        return new TileSurveyed(
            tile, new TileSurvey(BasisSums.Of(core, pixels, 0, 0), WindowStatistics.Of(core, pixels)),
            Components[tile]);
    }

    private TileCounted Count(CountTile order)
    {
        bool recount = order.Sweep > 0, data = HasData(order.Tile);
        if (recount && !_recounts.Contains(order.Sweep))
        {
            _recounts.Add(order.Sweep);
        }

        double sse = data ? Objective[order.Tile] * (recount ? RecountFactor : 1) : 0;
        long pixels = data ? Grid.CoreOf(order.Tile).Area : 0;
        double gradient = recount ? RecountedGradient(Recounts) : 0;
        return new TileCounted(order.Tile, order.Sweep, new TileCount(pixels, sse, default, gradient));
    }

    private TileStepped Step(StepTile order)
    {
        int tile = order.Tile;
        Assert.DoesNotContain(
            Grid.NeighboursOf(tile),
            other => Grid.ColourOf(other) > Grid.ColourOf(tile)
                && _answered.ContainsKey((typeof(StepTile), other, order.Sweep)));
        double taken = HasData(tile) ? Share(tile, order.Sweep) * Objective[tile] : 0;
        Objective[tile] -= taken;
        int added = Added(order);
        Components[tile] += added;
        return new TileStepped(
            tile, order.Sweep, new MinimizerState(new DampingState(1.0 / (3 + tile), 2), tile % 2 == 0),
            new TileStepStatistics(
                0, -taken, Gradient(tile, order.Sweep), default, Objective[tile], 1, added, 0, 1, 1,
                TerminationType.IterationLimit));
    }
}
