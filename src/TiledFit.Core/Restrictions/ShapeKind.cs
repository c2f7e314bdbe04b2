namespace TiledFit.Core.Restrictions;

/// <summary>What is free of a component's covariance Σ.</summary>
public enum ShapeKind
{
    /// <summary>All of it.</summary>
    Free,

    /// <summary>One size: Σ = s²·I.</summary>
    Round,

    /// <summary>Nothing: every component keeps the shape that it is given.</summary>
    Fixed,

    /// <summary>Nothing: all components have one given shape.</summary>
    Common,
}
