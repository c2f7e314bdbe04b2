using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Restrictions;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The components of a step that still have something to gain, the others being held (block coordinate descent by the
/// Gauss–Southwell rule: Tseng and Yun 2009). Near the optimum a few blends creep along narrow valleys while all others
/// rest: of spots after three sweeps, one in ten holds nearly all of the decrease to be had.
/// </summary>
internal static class ActiveSet
{
    /// <summary>Iterations of a step on few components: cheap, and valleys are long.</summary>
    public const int Iterations = 8;

    private const int N = Gaussian.ParameterCount;

    // Of the largest gradient. With 0.05, or without what couples to them, the sweeps came to a standstill.
    private const double LeastShare = 0.02;

    // Those that couple closely, by up to (1 + Q/2)²·e^{−Q/2} = 0.24, move along.
    private const double CloseQ = 10;

    // Of the components; to hold less than the rest would save little.
    private const double MostActive = 0.5;

    // E[φ_a²] where u is normal with variance ½, which is what g² weighs by.
    private static readonly double[] MeanSquares = [1, 0.5, 0.5, 0.75, 0.25, 0.75];

    /// <summary>
    /// Which components are active: those whose max |g_a| / √H_aa, H being that of an isolated component, is at least a
    /// share of the largest; those that were held at a limit, whose gradient says little; and what couples to them.
    /// </summary>
    /// <param name="window">Its residual is that of the components.</param>
    /// <param name="components">The components.</param>
    /// <param name="atLimit">Whether a component was held.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="parametrization">In which parameters to step; null for the free step on the manifold.</param>
    /// <returns>The active ones and max |g_a| / √H_aa of the others; null when too many are active.</returns>
    public static (bool[] Active, double LargestResting)? Find(
        PixelWindow window, ReadOnlySpan<Gaussian> components, ReadOnlySpan<bool> atLimit,
        CancellationToken cancellation, Parametrization? parametrization = null)
    {
        window.Enter(StepPhase.Gradient);
        double[] gradients = parametrization is null
            ? Gradients(window, components, cancellation)
            : Gradients(window, new ParameterFrames(parametrization, components), cancellation);
        window.Enter(StepPhase.Minimize);
        double largest = 0;
        for (int i = 0; i < components.Length; i++)
        {
            largest = atLimit[i] ? largest : Math.Max(largest, gradients[i]);
        }

        var chosen = new bool[components.Length];
        for (int i = 0; i < components.Length; i++)
        {
            chosen[i] = atLimit[i] || gradients[i] >= LeastShare * largest;
        }

        bool[] active = WithCoupled(chosen, CouplingPattern.Create(components, CloseQ));
        double resting = 0;
        for (int i = 0; i < components.Length; i++)
        {
            resting = active[i] ? resting : Math.Max(resting, gradients[i]);
        }

        return active.Count(isActive => isActive) <= MostActive * components.Length ? (active, resting) : null;
    }

    // max |g_a| / √H_aa of each, with H_aa = w·a²·π·|Σ|^½·E[φ_a²], w the mean weight.
    private static double[] Gradients(
        PixelWindow window, ReadOnlySpan<Gaussian> components, CancellationToken cancellation)
    {
        var gradient = new double[N * components.Length];
        MixtureGradient.Compute(components, window.Residual, gradient, cancellation);
        var relative = new double[components.Length];
        for (int i = 0; i < components.Length; i++)
        {
            double largest = 0;
            for (int a = 0; a < N; a++)
            {
                double g = gradient[N * i + a];
                largest = Math.Max(largest, g * g / MeanSquares[a]);
            }

            Gaussian shape = components[i];
            double weight = Math.PI * shape.Amplitude * shape.Amplitude * shape.SqrtDeterminant
                * window.Domain.MeanWeight(shape);
            relative[i] = weight > 0 ? Math.Sqrt(largest / weight) : 0;
        }

        return relative;
    }

    // The same of Tᵀ·g and Tᵀ·H·T, where no bound holds a parameter.
    private static double[] Gradients(PixelWindow window, ParameterFrames frames, CancellationToken cancellation)
    {
        Gaussian[] anchors = frames.Anchors;
        var gradient = new double[N * anchors.Length];
        MixtureGradient.Compute(anchors, window.Residual, gradient, cancellation);
        BlockSymmetricMatrix diagonal = NormalMatrix.Diagonal(anchors, false, window.Domain, cancellation);
        frames.Reduce(gradient, diagonal);
        var held = new bool[gradient.Length];
        frames.MarkActive(gradient, held);
        var relative = new double[anchors.Length];
        for (int k = 0; k < gradient.Length; k++)
        {
            double curvature = diagonal.DiagonalAt(k);
            double own = held[k] || !(curvature > 0) ? 0 : Math.Abs(gradient[k]) / Math.Sqrt(curvature);
            relative[k / N] = Math.Max(relative[k / N], own);
        }

        return relative;
    }

    private static bool[] WithCoupled(bool[] chosen, BlockPattern pattern)
    {
        bool[] active = [.. chosen];
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                int i = pattern.RowIndices[k];
                active[i] |= chosen[j];
                active[j] |= chosen[i];
            }
        }

        return active;
    }
}
