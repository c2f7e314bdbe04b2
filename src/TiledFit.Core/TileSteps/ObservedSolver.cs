using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.TileSteps;

/// <summary>Tells when the minimiser is in its linear solver.</summary>
internal sealed class ObservedSolver(ILinearSolver solver, IPhaseObserver observer) : ILinearSolver
{
    public bool TrySolve(
        BlockSymmetricMatrix matrix, ReadOnlySpan<double> shift, ReadOnlySpan<double> rightHandSide,
        double relativeTolerance, Span<double> solution, CancellationToken cancellation)
    {
        observer.OnEnter(StepPhase.LinearSolve);
        bool solved = solver.TrySolve(matrix, shift, rightHandSide, relativeTolerance, solution, cancellation);
        observer.OnEnter(StepPhase.Minimize);
        return solved;
    }
}
