using TiledFit.Core.Losses;
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
    // A change of the background is known well enough: E need not be counted for less of it.
    private const double LeastShare = 0.01, Rounding = 1e-12;

    // Between one count and the next κ changes by no more than this factor, nor a level of counts.
    private const double LargestFactor = 10;

    // Where the start leaves none, as its components are too high.
    private const double LeastLevelOfCounts = 0.01;

    // κ of residuals' losses is at most 1, and at their optimum in Gaussian noise 0.8; far from it may lie anywhere.
    private const double SoftestOfResiduals = 0.5;

    /// <summary>
    /// κ: the curvature of E by the background over that of the squares. It begins as that of the loss and follows from
    /// how s changes with the background (Barzilai and Borwein 1988).
    /// </summary>
    public double Stiffness { get; init; } = 1;

    /// <summary>A ledger that starts from a count.</summary>
    public ObjectiveLedger Restart(double objective, ResidualSums sums) =>
        this with { Objective = objective, Largest = Math.Max(Largest, objective), Sums = sums };

    /// <summary>The ledger after steps.</summary>
    public ObjectiveLedger Add(double objectiveChange, ResidualSums residualChange) =>
        this with { Objective = Objective + objectiveChange, Sums = Sums + residualChange };

    /// <summary>
    /// The ledger whose background is that of the squares, before it is counted by another loss. One of counts is
    /// positive: a plane falls to no less than a tenth from the middle to a corner. E[−∂ψ/∂f] = 1/f, where f is the
    /// background at most pixels.
    /// </summary>
    public ObjectiveLedger ForLoss(Loss loss)
    {
        ObjectiveLedger ledger = this with { Largest = 0 };
        if (loss.Kind != LossKind.Poisson || !Background.IsSolved)
        {
            return ledger;
        }

        double level = Math.Max(Background.Level, LeastLevelOfCounts);
        double fall = Math.Abs(Background.SlopeX) * Background.OriginX
            + Math.Abs(Background.SlopeY) * Background.OriginY;
        double share = Math.Min(1, (1 - 1 / LargestFactor) * level / fall);
        return ledger with
        {
            Background = Background with
            {
                Level = level,
                SlopeX = share * Background.SlopeX,
                SlopeY = share * Background.SlopeY,
            },
            Stiffness = 1 / level,
        };
    }

    /// <summary>
    /// The change of the background to try where E is no sum of squares: β = N⁻¹·s/κ, by which E falls by about βᵀ·s.
    /// For residuals' losses κ = 1 is an upper bound, as ∂ψ/∂r ≤ 1, so that E falls by no less.
    /// </summary>
    /// <param name="tolerance">Of the fit: a hundredth of it is not worth a count.</param>
    /// <param name="isOfCounts">Whether a positive level has to stay positive.</param>
    /// <returns>Null where there is nothing to gain.</returns>
    public BackgroundTrial? Propose(double tolerance, bool isOfCounts)
    {
        if (!Background.IsSolved || Basis.Count == 0)
        {
            return null;
        }

        (double level, double slopeX, double slopeY) = Basis.Solve(Sums, Background.Kind);
        double factor = 1 / Stiffness, lowest = Background.Level / LargestFactor;
        if (isOfCounts && lowest > 0 && Background.Level + factor * level < lowest)
        {
            factor = (lowest - Background.Level) / level;
        }

        var trial = new BackgroundTrial(0, factor * level, factor * slopeX, factor * slopeY);
        return trial.Along(Sums) > Math.Max(LeastShare * tolerance, Rounding) * Objective ? trial : null;
    }

    /// <summary>The background of a trial.</summary>
    public Background With(BackgroundTrial trial) => Background with
    {
        Level = Background.Level + trial.Level,
        SlopeX = Background.SlopeX + trial.SlopeX,
        SlopeY = Background.SlopeY + trial.SlopeY,
    };

    /// <summary>The ledger after a trial that has lowered E.</summary>
    /// <param name="trial">The change.</param>
    /// <param name="objective">E with it, as counted.</param>
    /// <param name="sums">s with it, as counted.</param>
    /// <param name="isOfCounts">Whether κ has no bounds that are known.</param>
    public ObjectiveLedger Accept(BackgroundTrial trial, double objective, ResidualSums sums, bool isOfCounts)
    {
        double squares = trial.Along(Basis.Apply(trial.Level, trial.SlopeX, trial.SlopeY));
        double stiffness = trial.Along(Sums - sums) / squares;
        return Restart(objective, sums) with
        {
            Background = With(trial),
            Stiffness = !isOfCounts ? Math.Clamp(stiffness, SoftestOfResiduals, 1)
                : stiffness > 0 ? Math.Clamp(stiffness, Stiffness / LargestFactor, Stiffness * LargestFactor)
                : Stiffness,
        };
    }

    /// <summary>The ledger with the background at its least-squares optimum for the components as they are.</summary>
    public ObjectiveLedger SolveBackground()
    {
        if (!Background.IsSolved || Basis.Count == 0)
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
