namespace TiledFit.Core.Restrictions;

/// <summary>In which parameters a step is taken.</summary>
public enum StepKind
{
    /// <summary>(α, d1, d2, e11, e21, e22) in the component's whitened frame, which need no bounds.</summary>
    Manifold,

    /// <summary>(a, x, y, l11, l21, l22) themselves with a ≥ 0 and l11, l22 not below a floor, projected.</summary>
    Bounded,
}
