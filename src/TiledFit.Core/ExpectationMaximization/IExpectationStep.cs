namespace TiledFit.Core.ExpectationMaximization;

/// <summary>The E-step over data that it knows.</summary>
public interface IExpectationStep
{
    /// <summary>Works out the responsibilities and their sums; the same bits whenever it is asked.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Expectation Run(GaussianMixture mixture);
}
