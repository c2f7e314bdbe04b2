namespace TiledFit.Core.Losses;

/// <summary>A loss. Implemented by structs, so that each loop over pixels has its own inline.</summary>
internal interface ILossFunction
{
    /// <summary>Whether it depends on z and f, and not on r = z − f alone.</summary>
    static abstract bool IsOfCounts { get; }

    /// <summary>The loss at a pixel.</summary>
    /// <param name="residual">r.</param>
    /// <param name="value">z, where the loss depends on it.</param>
    LossValue At(double residual, double value);
}
