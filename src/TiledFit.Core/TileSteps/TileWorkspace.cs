using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The buffers of one worker, reused from step to step: pixels less what is frozen, their validity, and the residuals
/// at the current and the trial point.
/// </summary>
public sealed class TileWorkspace
{
    internal LevenbergMarquardtMinimizer Minimizer { get; } = new(new SparseNormalSolver());

    internal AlignedBuffer Target { get; } = new();

    internal AlignedBuffer Valid { get; } = new();

    internal AlignedBuffer Residual { get; private set; } = new();

    internal AlignedBuffer Trial { get; private set; } = new();

    internal void SwapResiduals() => (Residual, Trial) = (Trial, Residual);
}
