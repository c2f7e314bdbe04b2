namespace TiledFit.Core.TileSteps;

/// <summary>What a tile step is at; the phases are exclusive and make up the whole step.</summary>
public enum StepPhase
{
    /// <summary>Which components are free and which frozen, by the host.</summary>
    Assemble,

    /// <summary>Reading the window, by the host.</summary>
    Read,

    /// <summary>z less the background and the frozen components.</summary>
    Target,

    /// <summary>The residual and its objective, at the start and at each trial.</summary>
    Residual,

    /// <summary>Selection: removing what does not earn its parameters.</summary>
    Prune,

    /// <summary>Growth: finding what the residual asks for.</summary>
    Detect,

    /// <summary>The gradient's sums over pixels.</summary>
    Gradient,

    /// <summary>The pattern of couplings, and H.</summary>
    NormalMatrix,

    /// <summary>Analysis, factorisation and solution, or conjugate gradients.</summary>
    LinearSolve,

    /// <summary>The rest of the minimiser: damping, limits, moves.</summary>
    Minimize,

    /// <summary>Sums and flags for the result.</summary>
    Report,
}
