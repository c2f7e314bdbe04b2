using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Restrictions;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Uncertainty;

/// <summary>
/// The covariance of a tile's components at noise of unit variance, from the normal matrix H of them and those in the
/// ring: H⁻¹ in white noise, H⁻¹·M·H⁻¹ in noise that is correlated over a beam. A function of its arguments alone; the
/// buffers are kept. Not for use by two threads at once.
/// </summary>
public sealed class TileUncertainty
{
    private const int N = Gaussian.ParameterCount, Size = N * N;

    // Stands for an infinite shift, which holds a parameter where it is.
    private const double HoldingFactor = 1e12;

    // A parameter of which the shift gives more than this share of the information is not determined by the data.
    private const double LargestShare = 0.01;

    // e^{−d²/4} at the full width at half maximum, d² = 8 ln 2: the overlap of two equal round components there.
    private const double BlendedOverlap = 0.25;

    // Where rounding or neglected couplings leave H without a factor: relative to its diagonal.
    private static readonly double[] RelativeShifts = [0, 1e-13, 1e-11, 1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 10];

    private readonly TileWorkspace _workspace;
    private readonly SelectedInversion _inversion = new();

    /// <summary>A worker's.</summary>
    public TileUncertainty(TileWorkspace workspace) => _workspace = workspace;

    /// <summary>The components that the tile owns, in the order of <paramref name="free"/>.</summary>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="bounds">All pixels that the free components reach.</param>
    /// <param name="pixels">Those pixels, row by row; NaN where there is no data.</param>
    /// <param name="free">The tile's components and those of its ring.</param>
    /// <param name="beam">Full width at half maximum of the beam that correlates the noise, px; 0 for white noise.
    /// </param>
    /// <param name="weights">w of each of the pixels, with which H is Σ w·…; empty where all are 1. Not with a beam.
    /// </param>
    /// <param name="counts">With the loss of counts, whose H is Σ ∂f·∂fᵀ/f, what belongs to f beside the free
    /// components: the background, and all others that reach the pixels; else null.</param>
    /// <param name="restrictions">What is not free of the components, or null. The covariance is then T·(Tᵀ·H·T)⁻¹·Tᵀ,
    /// and what is not fitted has no error.</param>
    /// <param name="cancellation">Looked at before each component's sums and each front.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<ComponentUncertainty> Run(
        int tile, PixelRectangle bounds, ReadOnlySpan<double> pixels, IReadOnlyList<FreeComponent> free, double beam,
        ReadOnlySpan<double> weights = default, (Background Background, IReadOnlyList<Component> Others)? counts = null,
        ComponentRestrictions? restrictions = null, CancellationToken cancellation = default)
    {
        Gaussian[] shapes = [.. free.Select(component => component.Component.Shape)];
        var window = new PixelWindow(
            _workspace, bounds, pixels, counts?.Background ?? Background.None, counts?.Others ?? [], weights,
            counts is null ? Loss.Squares : new Loss(LossKind.Poisson, 0));
        if (counts is not null)
        {
            window.Evaluate(shapes);
        }

        var matrix = new BlockSymmetricMatrix(CouplingPattern.Create(shapes), N);
        NormalMatrix.Fill(shapes, true, window.Domain, matrix, cancellation);
        var frames = Parametrization.Of(restrictions) is { } parametrization
            ? new ParameterFrames(parametrization, shapes)
            : null;
        frames?.FixBounded();
        frames?.Reduce(matrix);
        var inverse = new BlockSymmetricMatrix(matrix.Pattern, N);
        double[] shift = Invert(matrix, free, inverse, cancellation);
        var graph = new AdjacencyGraph(matrix.Pattern);
        double[] reduced = inverse.Diagonal;
        if (frames is not null)
        {
            reduced = [.. reduced];
            frames.Expand(inverse);
        }

        var covariance = beam > 0
            ? new CorrelatedCovariance(shapes, matrix, inverse, graph, new BeamNoise(beam))
            : null;
        var results = new List<ComponentUncertainty>();
        Span<double> block = stackalloc double[Size];
        for (int i = 0; i < free.Count; i++)
        {
            if (free[i].Owner == tile)
            {
                cancellation.ThrowIfCancellationRequested();
                ReadOnlySpan<double> own = reduced.AsSpan(i * Size, Size);
                inverse.Diagonal.AsSpan(i * Size, Size).CopyTo(block);
                double freedom = covariance?.Compute(i, block) ?? N - Shares(own, shift.AsSpan(i * N, N));
                Strike(own, shift.AsSpan(i * N, N), frames is null ? [] : frames.MapOf(i), block);
                ComponentErrors errors = ErrorPropagation.Of(shapes[i], block);
                results.Add(new ComponentUncertainty(
                    free[i].Component.Id,
                    restrictions is null ? errors : Fitted(errors, shapes[i], restrictions),
                    freedom,
                    BlendOf(i, shapes, graph) is >= 0 and int j ? free[j].Component.Id : -1)
                {
                    Weight = window.Domain.MeanWeight(shapes[i]),
                });
            }
        }

        return results;
    }

    // Adds as little to the diagonal as a factorisation needs; returns what was added.
    private double[] Invert(
        BlockSymmetricMatrix matrix, IReadOnlyList<FreeComponent> free, BlockSymmetricMatrix inverse,
        CancellationToken cancellation)
    {
        var shift = new double[matrix.Order];
        foreach (double relative in RelativeShifts)
        {
            for (int k = 0; k < shift.Length; k++)
            {
                double curvature = matrix.DiagonalAt(k);
                bool held = k % N > 0 && free[k / N].Component.Flags.HasFlag(ComponentFlags.AtBound);
                shift[k] = curvature > 0 ? (held ? HoldingFactor : relative) * curvature : 1;
            }

            if (_inversion.TryInvert(matrix, shift, inverse, cancellation))
            {
                return shift;
            }
        }

        throw new InvalidOperationException("the normal matrix is not a finite one.");
    }

    // Z = (H + S)⁻¹ gives a parameter the share S_aa·Z_aa of its information by the shift alone.
    private static double Shares(ReadOnlySpan<double> inverse, ReadOnlySpan<double> shift)
    {
        double sum = 0;
        for (int a = 0; a < N; a++)
        {
            sum += shift[a] * inverse[a * N + a];
        }

        return sum;
    }

    // NaN for what depends on a parameter that is not determined; T is empty where it is the identity.
    private static void Strike(
        ReadOnlySpan<double> inverse, ReadOnlySpan<double> shift, ReadOnlySpan<double> map, Span<double> covariance)
    {
        for (int k = 0; k < N; k++)
        {
            bool isStruck = shift[k] * inverse[k * N + k] > LargestShare;
            for (int a = 0; a < N && isStruck; a++)
            {
                bool depends = map.IsEmpty ? a == k : map[a * N + k] != 0;
                for (int b = 0; b < N && depends; b++)
                {
                    covariance[a * N + b] = covariance[b * N + a] = double.NaN;
                }
            }
        }
    }

    // A σ at its limit keeps an error by rounding alone.
    private static ComponentErrors Fitted(
        in ComponentErrors errors, in Gaussian g, ComponentRestrictions restrictions)
    {
        ComponentErrors fitted = errors.OfFitted();
        return fitted with
        {
            SigmaMajor = restrictions.IsAtLimit(g.SigmaMajor) ? double.NaN : fitted.SigmaMajor,
            SigmaMinor = restrictions.IsAtLimit(g.SigmaMinor) ? double.NaN : fitted.SigmaMinor,
        };
    }

    // The neighbour of the largest overlap, if that is large.
    private static int BlendOf(int i, Gaussian[] shapes, AdjacencyGraph graph)
    {
        int blend = -1;
        double largest = BlendedOverlap;
        foreach (int j in graph.Neighbors(i))
        {
            double overlap = GaussianProduct.Overlap(shapes[i], shapes[j]);
            if (overlap >= largest)
            {
                (blend, largest) = (j, overlap);
            }
        }

        return blend;
    }
}
