using TiledFit.Core.Model;
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
    private readonly CancellationToken _cancellation;
    private readonly bool _keepsAll;

    public SelectionStep(
        TileStepRequest request, SelectionOptions options, PixelWindow window, CancellationToken cancellation,
        bool keepsAll = false)
    {
        _request = request;
        _options = options;
        _window = window;
        _cancellation = cancellation;
        _keepsAll = keepsAll;
    }

    /// <summary>
    /// Starts from the window's residual. Returns the components that stay or come, in the order of the request, new
    /// ones last.
    /// </summary>
    public List<FreeComponent> Run(List<long> removed)
    {
        _window.Enter(StepPhase.Prune);
        List<FreeComponent> kept = _keepsAll ? [.. _request.Free] : Prune(removed);
        _window.Enter(StepPhase.Detect);
        kept.AddRange(Detect(removed.Count));
        return kept;
    }

    private List<FreeComponent> Prune(List<long> removed)
    {
        FreeComponent[] owned = [.. _request.Free.Where(free => free.Owner == _request.Tile)];
        HashSet<int> gone = BackwardElimination.Run(
            _window, [.. owned.Select(free => free.Component.Shape)], _options.RemoveCount, _options.Criterion,
            _cancellation);
        removed.AddRange(gone.Order().Select(k => owned[k].Component.Id));
        HashSet<long> ids = [.. removed];
        return [.. _request.Free.Where(free => !ids.Contains(free.Component.Id))];
    }

    private IEnumerable<FreeComponent> Detect(int removed)
    {
        if (_options.AddLimit <= 0)
        {
            return [];
        }

        int unasked = Math.Max(0, removed - _options.RemoveCount);
        var residual = new ResidualWindow(_window.CopyResidual(), _request.Bounds);
        IReadOnlyList<Candidate> candidates = ScaleSpaceDetector.Detect(
            residual, _request.Core, _options.AddLimit + unasked, _options.Criterion, _options.Detection,
            shape => _request.Limits.Holds(shape), _cancellation,
            _request.Options.Restrictions is { } restrictions ? shape => restrictions.Conform(shape) : null,
            _request.Options.AllowsNegative);
        return candidates.Select((candidate, k) => new FreeComponent(
            _request.Tile,
            new Component(
                ComponentId.Create(_request.Tile, _request.Sweep, k), candidate.Shape, ComponentFlags.Grown),
            _request.Limits));
    }
}
