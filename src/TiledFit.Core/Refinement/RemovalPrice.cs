using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Refinement;

/// <summary>What it costs to remove a component, in units of E.</summary>
internal static class RemovalPrice
{
    private const int N = Gaussian.ParameterCount;

    // Share of Σ g² below which only a tail is seen: its amplitude is not determined and runs away. An edge 1.65σ from
    // the centre leaves 1 %; where pixels lack data throughout, as much less is the whole.
    private const double LeastSeen = 0.01;

    // Relative to the diagonal: neighbours that are each other's doubles leave H singular; and what does not move.
    private const double Free = 1e-9, Held = 1e15;

    /// <summary>
    /// With all others held, 2a·Σ r·g + a²·Σ g²; nothing where it is hardly seen at all.
    /// </summary>
    public static double WhileOthersRest(PixelWindow window, in Gaussian g)
    {
        Span<double> moments = stackalloc double[N];
        MomentKernel.Sum(g, window.Residual, moments);
        Span<double> gram = stackalloc double[N * N];
        PixelGram.Sum(g, g, new GaussianProduct(g, g), window.Domain, gram);
        return gram[0] < LeastSeen * window.Domain.ValidShare * Math.PI * g.SqrtDeterminant
            ? double.NegativeInfinity
            : 2 * g.Amplitude * moments[0] + g.Amplitude * g.Amplitude * gram[0];
    }

    /// <summary>
    /// With the neighbours following as far as the linear model goes, the residual left aside: the Schur complement
    /// h − bᵀ·H⁻¹·b, where h = a²·Σ g², H is the neighbours' normal matrix and b what couples them to a·g. That is the
    /// reciprocal of the amplitude's element of the inverse of all, the component's other parameters being held.
    /// </summary>
    public static double WhileOthersFollow(
        PixelWindow window, in Gaussian component, ReadOnlySpan<Gaussian> neighbours, CancellationToken cancellation)
    {
        Gaussian[] all = [component, .. neighbours];
        var matrix = new BlockSymmetricMatrix(CouplingPattern.Create(all), N);
        NormalMatrix.Fill(all, true, window.Domain, matrix, cancellation);
        var shift = new double[matrix.Order];
        for (int k = 0; k < shift.Length; k++)
        {
            shift[k] = matrix.DiagonalAt(k) * (k is > 0 and < N ? Held : Free);
        }

        var unit = new double[matrix.Order];
        var column = new double[matrix.Order];
        unit[0] = 1;
        return new BlockCholesky().TrySolve(matrix, shift, unit, 0, column, cancellation) ? 1 / column[0] : 0;
    }
}
