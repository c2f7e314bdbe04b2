using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>
/// Growth in rounds: each adds a share of what is there, to the tiles by need, and lets the fit follow, until the
/// ceiling is reached or a round finds too little that earns its parameters. Then come exchanges: every tile gives up
/// the components that are worth the least, the rest settles into the gaps, and as many may come anew where they are
/// needed most; so moves what the greedy rounds misplaced. They end when one brings little. The wanted RMSE ends
/// everything.
/// </summary>
internal sealed class GrowthPlan
{
    /// <summary>Exchanges after which more would bring little, for relief.</summary>
    public const int ManyExchanges = 8;

    /// <summary>Exchanges that bring three quarters of that, for relief of many tiles, where time counts.</summary>
    public const int FewExchanges = 3;

    /// <summary>The share of the components that a raster usually gets which come in the first round.</summary>
    public const double FirstShare = 0.12;

    // From round to round.
    private const double Factor = 1.45;

    // A round that adds less than this share of what is there is the last.
    private const double SmallestRound = 0.01;

    // An exchange moves this share of a tile's components; one that lowers E by less than the smallest is the last.
    private const double ExchangeShare = 0.1, SmallestExchange = 0.005;

    private const int GrowIterations = 4, RemoveIterations = 2, RefillIterations = 6;

    private readonly long _ceiling;
    private readonly double _firstRound;
    private readonly double? _rmse;
    private readonly int _maxExchanges;
    private readonly SelectionOptions _selection;
    private Stage _stage = Stage.Growing;
    private string _grown = "";
    private long _level = -1;
    private double _objectiveBefore;
    private int _exchanges;

    /// <summary>A plan.</summary>
    /// <param name="ceiling">Most components.</param>
    /// <param name="firstRound">Components of the first round.</param>
    /// <param name="rmse">The wanted RMSE, or null.</param>
    /// <param name="maxExchanges">Most exchanges.</param>
    /// <param name="selection">How tiles select.</param>
    public GrowthPlan(
        long ceiling, double firstRound, double? rmse, int maxExchanges, SelectionOptions selection)
    {
        _ceiling = ceiling;
        _firstRound = firstRound;
        _rmse = rmse;
        _maxExchanges = maxExchanges;
        _selection = selection;
    }

    private enum Stage
    {
        Growing,
        Removed,
        Refilled,
    }

    /// <summary>Why growth ended.</summary>
    public string StopReason { get; private set; } = "";

    /// <summary>The next sweep, or null when growth has ended.</summary>
    /// <param name="objective">E.</param>
    /// <param name="pixels">Valid pixels.</param>
    /// <param name="components">Components of each tile.</param>
    /// <param name="need">Σ r² of each tile.</param>
    /// <param name="sweepsLeft">Sweeps until the limit; an exchange takes two.</param>
    public GrowthSweep? Next(double objective, long pixels, int[] components, double[] need, int sweepsLeft)
    {
        long total = components.Sum(count => (long)count);
        if (IsMet(objective, pixels, total))
        {
            return null;
        }

        if (_stage == Stage.Growing && !HasGrown(total))
        {
            _level = total;
            return Add(Math.Clamp(Factor * total, _firstRound, _ceiling) - total, need, GrowIterations);
        }

        if (_stage == Stage.Removed)
        {
            _stage = Stage.Refilled;
            return Add(_level - total, need, RefillIterations);
        }

        return Exchange(objective, total, components, sweepsLeft);
    }

    private bool IsMet(double objective, long pixels, long total)
    {
        if (_rmse is { } rmse && objective <= rmse * rmse * pixels)
        {
            StopReason = $"growth ended at {total} components: the RMSE is met.";
            return true;
        }

        StopReason = "growth ended: nothing is left to explain.";
        return objective <= 0;
    }

    private bool HasGrown(long total)
    {
        bool full = total >= _ceiling;
        _grown = full ? $"the ceiling of {_ceiling} is reached" : "no more earn their parameters";
        return full || (_level >= 0 && total - _level < Math.Max(1, SmallestRound * total));
    }

    private GrowthSweep Add(double count, double[] need, int iterations) =>
        new(new int[need.Length], BudgetAllocator.Share(Math.Max(1, (long)count), need), _selection, iterations);

    private GrowthSweep? Exchange(double objective, long total, int[] components, int sweepsLeft)
    {
        bool first = _stage == Stage.Growing;
        bool exhausted = !first && objective > (1 - SmallestExchange) * _objectiveBefore;
        if (_exchanges == _maxExchanges || sweepsLeft < 2 || exhausted)
        {
            StopReason = $"growth ended at {total} components: {_grown}.";
            return null;
        }

        _level = first ? total : _level;
        _objectiveBefore = objective;
        _exchanges++;
        _stage = Stage.Removed;
        int[] removals = [.. components.Select(count => (int)Math.Ceiling(ExchangeShare * count))];
        return new GrowthSweep(removals, new int[components.Length], _selection, RemoveIterations);
    }
}
