namespace TiledFit.Core.Losses;

/// <summary>What a residual costs.</summary>
public enum LossKind
{
    /// <summary>r².</summary>
    Squares,

    /// <summary>r², linear beyond a threshold (Huber 1964).</summary>
    Huber,

    /// <summary>The logarithm of a Cauchy density: large residuals hardly count (Holland and Welsch 1977).</summary>
    Cauchy,

    /// <summary>The deviance of counts (Cash 1979; Baker and Cousins 1984).</summary>
    Poisson,
}
