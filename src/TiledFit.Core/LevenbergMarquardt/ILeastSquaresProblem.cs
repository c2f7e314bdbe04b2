using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>
/// A nonlinear least-squares problem E = Σ w·r² at a current point, which the minimiser moves. Any model that gives
/// its residuals' objective, gradient and normal matrix can be minimised.
/// </summary>
public interface ILeastSquaresProblem
{
    /// <summary>Number of parameters of a step.</summary>
    int ParameterCount { get; }

    /// <summary>E at the current point.</summary>
    double Objective { get; }

    /// <summary>Gradient and normal matrix at the current point.</summary>
    /// <param name="gradient">Receives g = ½∇E, length <see cref="ParameterCount"/>.</param>
    /// <returns>H = JᵀWJ, or a positive semidefinite approximation; valid until the next call.</returns>
    BlockSymmetricMatrix Linearize(Span<double> gradient);

    /// <summary>
    /// H ← H − S with S = Σ w·r·∂²f, what H lacks of ½∇²E, where the problem knows it and it pays. The difference need
    /// not be semidefinite.
    /// </summary>
    /// <param name="matrix">H of the last linearisation.</param>
    void SubtractCurvature(BlockSymmetricMatrix matrix)
    {
    }

    /// <summary>
    /// Marks the parameters that are at a bound beyond which E would fall: they are held in this iteration, and the
    /// gradient of the others is the projected one (Bertsekas 1982). None where nothing is bounded.
    /// </summary>
    /// <param name="gradient">g of the last linearisation.</param>
    /// <param name="held">All false; receives true for the parameters to hold.</param>
    void MarkActive(ReadOnlySpan<double> gradient, Span<bool> held)
    {
    }

    /// <summary>
    /// Marks the parameters that a step would take beyond a bound, so that the step is solved for again with these put
    /// on it. None where nothing is bounded.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="held">True for parameters that are held where they are.</param>
    /// <param name="clipped">Receives true; marks that are there stay.</param>
    /// <param name="displacement">Receives the way to the bound.</param>
    /// <returns>Whether a mark was added.</returns>
    bool Clip(
        ReadOnlySpan<double> step, ReadOnlySpan<bool> held, Span<bool> clipped, Span<double> displacement) => false;

    /// <summary>
    /// Marks the parameters that a step would take out of the feasible set, so that the step is solved for again with
    /// these held where they are.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="held">Receives true for the parameters to hold; marks that are there stay.</param>
    /// <returns>Whether a mark was added.</returns>
    bool MarkInfeasible(ReadOnlySpan<double> step, Span<bool> held);

    /// <summary>E at the current point moved by a feasible step; the current point stays.</summary>
    /// <param name="step">The step. Parts that are too long are shortened in place.</param>
    /// <param name="shortened">True when <paramref name="step"/> was changed.</param>
    double EvaluateTrial(Span<double> step, out bool shortened);

    /// <summary>Makes the last trial the current point.</summary>
    void AcceptTrial();
}
