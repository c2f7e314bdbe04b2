using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Seeding;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Removes the owned components that do not earn their parameters, then adds those that the residual asks for.
/// </summary>
internal sealed class SelectionStep
{
    private readonly TileStepRequest _request;
    private readonly SelectionOptions _options;
    private readonly PixelWindow _window;

    public SelectionStep(TileStepRequest request, SelectionOptions options, PixelWindow window)
    {
        _request = request;
        _options = options;
        _window = window;
    }

    /// <summary>Starts from the window's residual. Returns the components that stay or come, in the order of the request, new ones last.</summary>
    public List<FreeComponent> Run(List<long> removed)
    {
        List<FreeComponent> kept = Prune(removed);
        kept.AddRange(Detect());
        return kept;
    }

    // Without component i the residual is r + a·g: E rises by 2·Σ r·a·g + a²·Σ g², the latter being H_ii[0, 0].
    private List<FreeComponent> Prune(List<long> removed)
    {
        FreeComponent[] free = [.. _request.Free];
        BlockSymmetricMatrix diagonal = NormalMatrix.Diagonal(
            [.. free.Select(component => component.Component.Shape)], true, _window.Domain);
        var kept = new List<FreeComponent>();
        Span<double> sums = stackalloc double[Gaussian.ParameterCount];
        for (int i = 0; i < free.Length; i++)
        {
            Gaussian g = free[i].Component.Shape;
            MomentKernel.Sum(g, _window.Residual, sums);
            double rise = 2 * g.Amplitude * sums[0] + diagonal.Diagonal[i * HermiteCoefficients.Length];
            if (free[i].Owner == _request.Tile && rise <= _options.Criterion.Penalty(g.SqrtDeterminant))
            {
                removed.Add(free[i].Component.Id);
                ModelKernel.Add(g, 1, _window.Residual);
                ObjectiveKernel.MaskAndSum(_window.Residual, _window.Domain.Valid);
            }
            else
            {
                kept.Add(free[i]);
            }
        }

        return kept;
    }

    private IEnumerable<FreeComponent> Detect()
    {
        if (_options.AddLimit <= 0)
        {
            return [];
        }

        var residual = new ResidualWindow(_window.CopyResidual(), _request.Bounds);
        IReadOnlyList<Candidate> candidates = ScaleSpaceDetector.Detect(
            residual, _request.Core, _options.AddLimit, _options.Criterion, _options.Detection,
            shape => _request.Limits.Holds(shape));
        return candidates.Select((candidate, k) => new FreeComponent(
            _request.Tile,
            new Component(
                ComponentId.Create(_request.Tile, _request.Sweep, k), candidate.Shape, ComponentFlags.Grown),
            _request.Limits));
    }
}
