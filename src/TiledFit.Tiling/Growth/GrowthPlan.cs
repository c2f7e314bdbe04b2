using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Growth;

/// <summary>
/// Growth in rounds: each adds a share of what is there, to the tiles by need, and lets the fit follow. It ends at the
/// ceiling, at the wanted RMSE, or when a round finds too little that earns its parameters.
/// </summary>
internal sealed class GrowthPlan
{
    // Of the ceiling in the first round; then by this factor from round to round.
    private const double FirstShare = 0.12, Factor = 1.45;

    // A round that adds less than this share of what is there is the last.
    private const double SmallestGain = 0.01;

    private const int Iterations = 4;

    private readonly long _ceiling;
    private readonly double? _rmse;
    private readonly SelectionOptions _selection;
    private long _before = -1;
    private double _target;

    public GrowthPlan(long ceiling, double? rmse, SelectionOptions selection)
    {
        _ceiling = ceiling;
        _rmse = rmse;
        _selection = selection;
        _target = FirstShare * ceiling;
    }

    /// <summary>Why growth ended.</summary>
    public string StopReason { get; private set; } = "";

    /// <summary>The next sweep, or null when growth has ended.</summary>
    /// <param name="components">Components at present.</param>
    /// <param name="objective">E.</param>
    /// <param name="pixels">Valid pixels.</param>
    /// <param name="need">Σ r² of each tile.</param>
    public GrowthSweep? Next(long components, double objective, long pixels, double[] need)
    {
        if (Ending(components, objective, pixels) is { } reason)
        {
            StopReason = reason;
            return null;
        }

        _target = Math.Min(_ceiling, Math.Max(_target, Factor * components));
        long budget = Math.Max(1, (long)_target - components);
        _before = components;
        return new GrowthSweep(BudgetAllocator.Share(budget, need), _selection, Iterations);
    }

    private string? Ending(long components, double objective, long pixels)
    {
        if (objective <= 0)
        {
            return "growth ended: nothing is left to explain.";
        }

        if (_rmse is { } rmse && objective <= rmse * rmse * pixels)
        {
            return $"growth ended at {components} components: the RMSE is met.";
        }

        if (components >= _ceiling)
        {
            return $"growth ended at its ceiling of {_ceiling} components.";
        }

        return _before >= 0 && components - _before < Math.Max(1, SmallestGain * components)
            ? $"growth ended at {components} components: no more earn their parameters."
            : null;
    }
}
