namespace TiledFit.Core.LinearSolvers;

/// <summary>Solves (H + diag(shift))·x = b for a symmetric positive definite block matrix.</summary>
public interface ILinearSolver
{
    /// <summary>
    /// Solves the system. Deterministic: the same input gives the same bits. Symbolic work is reused while
    /// <c>matrix.Pattern</c> is the same object.
    /// </summary>
    /// <param name="matrix">H.</param>
    /// <param name="shift">Added to the diagonal, length <c>matrix.Order</c>.</param>
    /// <param name="rightHandSide">b, length <c>matrix.Order</c>.</param>
    /// <param name="relativeTolerance">An iterative solver stops at ‖b − A·x‖ ≤ tolerance·‖b‖ (in its
    /// preconditioner's norm); a direct one ignores it.</param>
    /// <param name="solution">x, length <c>matrix.Order</c>.</param>
    /// <param name="cancellation">Looked at several times within a long solution.</param>
    /// <returns>False when the shifted matrix is not positive definite to working precision.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the solver can be used again.</exception>
    bool TrySolve(
        BlockSymmetricMatrix matrix,
        ReadOnlySpan<double> shift,
        ReadOnlySpan<double> rightHandSide,
        double relativeTolerance,
        Span<double> solution,
        CancellationToken cancellation = default);
}
