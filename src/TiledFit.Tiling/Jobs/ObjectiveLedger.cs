using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// The global objective, accounted rather than estimated: E after a step is E before plus the step's exact change, and
/// likewise the sums Σ r·(1, ξ, υ) from which the background is solved.
/// </summary>
internal sealed class ObjectiveLedger
{
    private readonly BasisSums _basis;
    private ResidualSums _sums;

    public ObjectiveLedger(double objective, ResidualSums sums, BasisSums basis, Background background)
    {
        Objective = Largest = objective;
        _sums = sums;
        _basis = basis;
        Background = background;
    }

    public double Objective { get; private set; }

    /// <summary>The largest E that the bookkeeping has started from.</summary>
    public double Largest { get; private init; }

    public Background Background { get; private set; }

    /// <summary>A ledger that starts from a count.</summary>
    public ObjectiveLedger Restart(double objective, ResidualSums sums) => new(objective, sums, _basis, Background)
    {
        Largest = Math.Max(Largest, objective),
    };

    public void Add(TileStepStatistics step)
    {
        Objective += step.ObjectiveChange;
        _sums += step.ResidualChange;
    }

    /// <summary>Moves the background to its least-squares optimum for the components as they are.</summary>
    public void SolveBackground()
    {
        if (Background.Kind == BackgroundKind.None || _basis.Count == 0)
        {
            return;
        }

        (double level, double slopeX, double slopeY) = _basis.Solve(_sums, Background.Kind);
        Objective -= level * _sums.One + slopeX * _sums.X + slopeY * _sums.Y;
        _sums -= _basis.Apply(level, slopeX, slopeY);
        Background = Background with
        {
            Level = Background.Level + level,
            SlopeX = Background.SlopeX + slopeX,
            SlopeY = Background.SlopeY + slopeY,
        };
    }
}
