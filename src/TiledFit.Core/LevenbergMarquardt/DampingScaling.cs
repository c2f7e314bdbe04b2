namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>What the minimiser takes as D.</summary>
public enum DampingScaling
{
    /// <summary>What couples to a parameter; see <see cref="CouplingDamping"/>. For mixtures.</summary>
    Coupling,

    /// <summary>The largest that each element of the diagonal has been. For small problems in plain parameters.
    /// </summary>
    RunningDiagonal,
}
