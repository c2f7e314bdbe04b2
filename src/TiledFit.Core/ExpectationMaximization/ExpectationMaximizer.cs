namespace TiledFit.Core.ExpectationMaximization;

/// <summary>
/// Expectation maximisation (Dempster, Laird and Rubin 1977) of a Gaussian mixture on weighted data: E-step and M-step
/// in turn, neither of which can lower the likelihood.
/// </summary>
public static class ExpectationMaximizer
{
    /// <summary>Maximises the weighted log-likelihood ℓ = Σ w_n·ln(f(x_n)/M).</summary>
    /// <param name="start">Where to start; Σ_i beyond the bounds are brought within first.</param>
    /// <param name="step">The E-step over the data.</param>
    /// <param name="options">When to end.</param>
    /// <param name="onIteration">Hears of each iteration: its number from 1, its E-step and ℓ; 0 is the start.</param>
    /// <returns>Of all mixtures met the one of the largest likelihood, which is the last.</returns>
    /// <exception cref="InputException">No datum has a positive weight.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExpectationMaximizerSummary Run(
        GaussianMixture start, IExpectationStep step, ExpectationMaximizerOptions options,
        Action<int, Expectation, double>? onIteration = null)
    {
        GaussianMixture mixture = Constrain(start, options.Bounds);
        Expectation expectation = step.Run(mixture);
        Check(expectation);
        double likelihood = expectation.LogLikelihood(mixture);
        onIteration?.Invoke(0, expectation, likelihood);
        for (int iteration = 1; iteration <= options.MaxIterations; iteration++)
        {
            GaussianMixture next = MaximizationStep.Run(mixture, expectation, options.Bounds);
            Expectation nextExpectation = step.Run(next);
            double rise = nextExpectation.LogLikelihood(next) - likelihood;
            if (!(rise >= 0))
            {
                return Summary(iteration - 1, ExpectationTermination.NoIncrease);
            }

            (mixture, expectation, likelihood) = (next, nextExpectation, nextExpectation.LogLikelihood(next));
            onIteration?.Invoke(iteration, expectation, likelihood);
            if (rise <= options.Tolerance * expectation.Weight)
            {
                return Summary(iteration, ExpectationTermination.Converged);
            }
        }

        return Summary(options.MaxIterations, ExpectationTermination.MaxIterations);

        ExpectationMaximizerSummary Summary(int iterations, ExpectationTermination termination) =>
            new(mixture, expectation, likelihood, iterations, termination);
    }

    private static GaussianMixture Constrain(GaussianMixture start, EigenvalueBounds bounds) => start with
    {
        Components = [.. start.Components.Select(component => MaximizationStep.Constrain(component, bounds))],
    };

    private static void Check(Expectation expectation)
    {
        if (!(expectation.Weight > 0))
        {
            throw new InputException(
                "expectation maximisation needs weights above 0, and there are none: no height lies above the "
                + "background; use --method lm, or another --background.");
        }
    }
}
