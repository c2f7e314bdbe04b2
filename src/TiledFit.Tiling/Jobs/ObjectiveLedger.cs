using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Tiling.Jobs;

/// <summary>
/// The global objective, accounted rather than estimated: E after a step is E before plus the step's exact change, and
/// likewise the sums Σ w·r·(1, ξ, υ) from which the background is solved.
/// </summary>
/// <param name="Objective">E.</param>
/// <param name="Largest">The largest E that the bookkeeping has started from.</param>
/// <param name="Sums">Σ w·r·(1, ξ, υ).</param>
/// <param name="Basis">The background's normal matrix.</param>
/// <param name="Background">The background.</param>
public sealed record ObjectiveLedger(
    double Objective, double Largest, ResidualSums Sums, BasisSums Basis, Background Background)
{
    /// <summary>A ledger that starts from a count.</summary>
    public ObjectiveLedger Restart(double objective, ResidualSums sums) =>
        this with { Objective = objective, Largest = Math.Max(Largest, objective), Sums = sums };

    /// <summary>The ledger after steps.</summary>
    public ObjectiveLedger Add(double objectiveChange, ResidualSums residualChange) =>
        this with { Objective = Objective + objectiveChange, Sums = Sums + residualChange };

    /// <summary>The ledger with the background at its least-squares optimum for the components as they are.</summary>
    public ObjectiveLedger SolveBackground()
    {
        if (Background.Kind == BackgroundKind.None || Basis.Count == 0)
        {
            return this;
        }

        (double level, double slopeX, double slopeY) = Basis.Solve(Sums, Background.Kind);
        return this with
        {
            Objective = Objective - (level * Sums.One + slopeX * Sums.X + slopeY * Sums.Y),
            Sums = Sums - Basis.Apply(level, slopeX, slopeY),
            Background = Background with
            {
                Level = Background.Level + level,
                SlopeX = Background.SlopeX + slopeX,
                SlopeY = Background.SlopeY + slopeY,
            },
        };
    }
}
