using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Variable projection (Golub and Pereyra 1973): the model is linear in the amplitudes, so that wherever the places and
/// shapes are, the best amplitudes solve G·a = Σ w·z·g with G_ij = Σ w·g_i·g_j. Solved for the change that the residual
/// still calls for, G·Δa = Σ w·r·g, which forgives G the error of its integrals. With the amplitudes at their optimum
/// the Gauss–Newton step of all parameters is, in places and shapes, that of the projected functional in Kaufman's
/// approximation (Kaufman 1975; Ruhe and Wedin 1980).
/// </summary>
/// <param name="allowsNegative">Whether amplitudes may be of either sign.</param>
internal sealed class AmplitudeProjection(bool allowsNegative = false)
{
    // Of the diagonal: G is singular where two components are one, and what is left over the next solution finds.
    private const double Ridge = 1e-10;

    // Stands for an infinite shift, as it holds an amplitude.
    private const double HoldingFactor = 1e12;

    private readonly BlockCholesky _solver = new();
    private readonly BlockSymmetricMatrix _gram = new(new BlockPattern([0], [], [], []), 1);

    /// <summary>
    /// Solves for the amplitudes. Unless they may have any sign, one that would not be positive stays as it is, and the
    /// others are solved for anew.
    /// </summary>
    /// <param name="components">Their places and shapes stay.</param>
    /// <param name="pattern">The pairs that couple.</param>
    /// <param name="residual">w·r of the components.</param>
    /// <param name="domain">The window.</param>
    /// <param name="cancellation">Looked at before each component's sums.</param>
    /// <returns>False when they could not be solved for; all are then as they were.</returns>
    public bool TrySolve(
        Span<Gaussian> components, BlockPattern pattern, PixelPlane residual, PixelDomain domain,
        CancellationToken cancellation)
    {
        _gram.Reset(pattern);
        NormalMatrix.FillGram(components, domain, _gram, cancellation);
        double[] sums = Sums(components, residual);
        var held = new bool[components.Length];
        var change = new double[components.Length];
        do
        {
            if (!TrySolve(sums, held, change, cancellation))
            {
                return false;
            }
        }
        while (Hold(components, change, held));

        for (int i = 0; i < components.Length; i++)
        {
            components[i] = components[i] with { Amplitude = components[i].Amplitude + change[i] };
        }

        return true;
    }

    private bool TrySolve(double[] sums, bool[] held, double[] change, CancellationToken cancellation)
    {
        var shift = new double[held.Length];
        var rightHandSide = new double[held.Length];
        for (int i = 0; i < held.Length; i++)
        {
            double diagonal = _gram.DiagonalAt(i);
            shift[i] = (held[i] ? HoldingFactor : Ridge) * (diagonal > 0 ? diagonal : 1);
            rightHandSide[i] = held[i] ? 0 : sums[i];
        }

        bool isSolved = _solver.TrySolve(_gram, shift, rightHandSide, 0, change, cancellation);
        for (int i = 0; i < held.Length; i++)
        {
            change[i] = held[i] ? 0 : change[i];
        }

        return isSolved;
    }

    // Whether a mark was added.
    private bool Hold(ReadOnlySpan<Gaussian> components, double[] change, bool[] held)
    {
        bool added = false;
        for (int i = 0; i < components.Length; i++)
        {
            double amplitude = components[i].Amplitude + change[i];
            bool isAllowed = allowsNegative ? amplitude != 0 : amplitude > 0;
            bool isPossible = held[i] || (isAllowed && double.IsFinite(amplitude));
            held[i] |= !isPossible;
            added |= !isPossible;
        }

        return added;
    }

    private static double[] Sums(ReadOnlySpan<Gaussian> components, PixelPlane residual)
    {
        var sums = new double[components.Length];
        Span<double> moments = stackalloc double[Gaussian.ParameterCount];
        for (int i = 0; i < components.Length; i++)
        {
            MomentKernel.Sum(components[i], residual, moments);
            sums[i] = moments[0];
        }

        return sums;
    }
}
