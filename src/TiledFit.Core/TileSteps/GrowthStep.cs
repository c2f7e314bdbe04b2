namespace TiledFit.Core.TileSteps;

/// <summary>
/// Adds components and minimises. Candidates are judged one by one; where few pixels have data, all together can raise
/// E + penalties nevertheless, and so can it when something goes because it is hardly seen: then nothing goes, and half
/// as many come, and so on down to none.
/// </summary>
internal sealed class GrowthStep
{
    private readonly TileStepRequest _request;
    private readonly SelectionOptions _selection;
    private readonly TileWorkspace _workspace;
    private readonly Action<double>? _onChange;
    private readonly CancellationToken _cancellation;

    /// <summary>A step of growth.</summary>
    /// <param name="request">What the step depends on.</param>
    /// <param name="selection">How many may come.</param>
    /// <param name="workspace">The worker's buffers.</param>
    /// <param name="onChange">Hears the change of E.</param>
    /// <param name="cancellation">Stops the step.</param>
    public GrowthStep(
        TileStepRequest request, SelectionOptions selection, TileWorkspace workspace, Action<double>? onChange,
        CancellationToken cancellation)
    {
        _request = request;
        _selection = selection;
        _workspace = workspace;
        _onChange = onChange;
        _cancellation = cancellation;
    }

    public TileStepResult Run()
    {
        int limit = _selection.AddLimit;
        TileStepResult result = Add(limit, keepsAll: false);
        while (!IsGood(result))
        {
            // Where nothing went, keeping all would give the same again.
            limit = result.Removed.Count > 0 ? limit : limit / 2;
            result = Add(limit, keepsAll: true);
        }

        return result;
    }

    private bool IsGood(TileStepResult result) =>
        result.Added.Count + result.Removed.Count == 0
        || SelectionBalance.Pays(_request, _selection.Criterion, result);

    private TileStepResult Add(int limit, bool keepsAll)
    {
        TileStepOptions options = _request.Options with { Selection = _selection with { AddLimit = limit } };
        return TileStep.SelectAndMinimize(
            _request with { Options = options }, _workspace, _onChange, _cancellation, keepsAll);
    }
}
