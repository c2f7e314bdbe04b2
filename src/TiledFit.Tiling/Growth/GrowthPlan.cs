using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>
/// Growth in rounds: each adds a share of what is there, to the tiles by need, and lets the fit follow. At the ceiling
/// come exchanges: every tile gives up the components that are worth the least, the rest settles into the gaps, and as many
/// are added anew where they are needed most; so moves what the greedy rounds misplaced. Growth ends when exchanges bring
/// little more, at the wanted RMSE, or when a round finds too little that earns its parameters.
/// </summary>
internal sealed class GrowthPlan
{
    // Of the ceiling in the first round; then by this factor from round to round.
    private const double FirstShare = 0.12, Factor = 1.45;

    // A round that adds less than this share of what is there is the last.
    private const double SmallestRound = 0.01;

    // An exchange moves this share of a tile's components; one that lowers E by less than the smallest is the last.
    private const double ExchangeShare = 0.1, SmallestExchange = 0.003;

    private const int MostExchanges = 12;

    private const int GrowIterations = 4, RemoveIterations = 2, RefillIterations = 6;

    private readonly long _ceiling;
    private readonly double? _rmse;
    private readonly SelectionOptions _selection;
    private long _componentsBefore = -1;
    private double _objectiveBefore = double.PositiveInfinity;
    private int _exchanges;

    public GrowthPlan(long ceiling, double? rmse, SelectionOptions selection)
    {
        _ceiling = ceiling;
        _rmse = rmse;
        _selection = selection;
    }

    /// <summary>Why growth ended.</summary>
    public string StopReason { get; private set; } = "";

    /// <summary>The next sweep, or null when growth has ended.</summary>
    /// <param name="objective">E.</param>
    /// <param name="pixels">Valid pixels.</param>
    /// <param name="components">Components of each tile.</param>
    /// <param name="need">Σ r² of each tile.</param>
    public GrowthSweep? Next(double objective, long pixels, int[] components, double[] need)
    {
        long total = components.Sum(count => (long)count);
        bool full = total >= _ceiling;
        if (Ending(total, full, objective, pixels) is { } reason)
        {
            StopReason = reason;
            return null;
        }

        _componentsBefore = total;
        if (full)
        {
            _objectiveBefore = objective;
            _exchanges++;
            int[] removals = [.. components.Select(count => (int)Math.Ceiling(ExchangeShare * count))];
            return new GrowthSweep(removals, new int[need.Length], _selection, RemoveIterations);
        }

        double target = _exchanges > 0 ? _ceiling : Math.Clamp(Factor * total, FirstShare * _ceiling, _ceiling);
        long budget = Math.Max(1, (long)target - total);
        int iterations = _exchanges > 0 ? RefillIterations : GrowIterations;
        return new GrowthSweep(new int[need.Length], BudgetAllocator.Share(budget, need), _selection, iterations);
    }

    private string? Ending(long components, bool full, double objective, long pixels)
    {
        if (objective <= 0)
        {
            return "growth ended: nothing is left to explain.";
        }

        if (_rmse is { } rmse && objective <= rmse * rmse * pixels)
        {
            return $"growth ended at {components} components: the RMSE is met.";
        }

        bool exhausted = _exchanges == MostExchanges || objective > (1 - SmallestExchange) * _objectiveBefore;
        if (full && exhausted)
        {
            return $"growth ended at its ceiling of {_ceiling} components.";
        }

        bool refills = _exchanges > 0 && _componentsBefore >= _ceiling;
        return !full && !refills && _componentsBefore >= 0
            && components - _componentsBefore < Math.Max(1, SmallestRound * components)
            ? $"growth ended at {components} components: no more earn their parameters."
            : null;
    }
}
