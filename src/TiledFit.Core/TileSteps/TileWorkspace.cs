using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The buffers of one worker, reused from step to step: pixels less what is frozen, their weights, and the residuals
/// at the current and the trial point.
/// </summary>
public sealed class TileWorkspace
{
    private readonly IPhaseObserver? _observer;

    /// <summary>A workspace whose buffers grow when they are first needed.</summary>
    /// <param name="observer">Hears how the steps go from phase to phase, or null.</param>
    public TileWorkspace(IPhaseObserver? observer = null)
    {
        _observer = observer;
        var solver = new SparseNormalSolver();
        Minimizer = new LevenbergMarquardtMinimizer(observer is null ? solver : new ObservedSolver(solver, observer));
    }

    internal LevenbergMarquardtMinimizer Minimizer { get; }

    /// <summary>For what is tried on a part of the window in between.</summary>
    internal TileWorkspace Inner => field ??= new TileWorkspace();

    /// <summary>The normal matrix of the problem that is being solved.</summary>
    internal BlockSymmetricMatrix Matrix { get; } = new(new BlockPattern([0], [], [], []), Gaussian.ParameterCount);

    internal AlignedBuffer Target { get; } = new();

    internal AlignedBuffer Weights { get; } = new();

    internal AlignedBuffer Residual { get; private set; } = new();

    internal AlignedBuffer Trial { get; private set; } = new();

    /// <summary>With a loss of counts: z.</summary>
    internal AlignedBuffer Counts { get; } = new();

    /// <summary>With a loss other than the squares: w·ω of the residual, ω being what the loss weighs in H.</summary>
    internal AlignedBuffer Information { get; private set; } = new();

    /// <summary>With a loss other than the squares: w·ω of the trial.</summary>
    internal AlignedBuffer TrialInformation { get; private set; } = new();

    internal void Enter(StepPhase phase) => _observer?.OnEnter(phase);

    internal void SwapResiduals()
    {
        (Residual, Trial) = (Trial, Residual);
        (Information, TrialInformation) = (TrialInformation, Information);
    }
}
