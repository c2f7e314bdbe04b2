using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// Exchanges the components that are worth the least for others: they go, the rest settles into the gaps, as many come
/// anew where the residual needs them most, and all is minimised over. What does not lower E + penalties is undone, to
/// the last bit.
/// </summary>
internal sealed class ExchangeStep
{
    private const int SettleIterations = 2;

    private readonly TileStepRequest _request;
    private readonly SelectionOptions _selection;
    private readonly TileWorkspace _workspace;
    private readonly Action<double>? _onChange;
    private readonly CancellationToken _cancellation;

    /// <summary>An exchange.</summary>
    /// <param name="request">What the step depends on; the iterations are those that follow the additions.</param>
    /// <param name="selection">How many go, and how many may come.</param>
    /// <param name="workspace">The worker's buffers.</param>
    /// <param name="onChange">Hears the change of E once it is a decrease.</param>
    /// <param name="cancellation">Stops the step.</param>
    public ExchangeStep(
        TileStepRequest request, SelectionOptions selection, TileWorkspace workspace, Action<double>? onChange,
        CancellationToken cancellation)
    {
        _request = request;
        _selection = selection with { Exchanges = false };
        _workspace = workspace;
        _onChange = onChange;
        _cancellation = cancellation;
    }

    public TileStepResult Run()
    {
        TileStepResult settled = TileStep.Run(Removing(), _workspace, null, _cancellation);
        double rise = settled.Statistics.ObjectiveChange;
        TileStepResult refilled = TileStep.Run(
            Adding(settled), _workspace, change => Tell(rise + change), _cancellation);
        TileStepResult exchanged = Join(settled, refilled);
        return SelectionBalance.Pays(_request, _selection.Criterion, exchanged)
            ? exchanged
            : Undone(exchanged.Statistics);
    }

    private TileStepRequest Removing() => _request with
    {
        Options = _request.Options with
        {
            Selection = _selection with { AddLimit = 0 },
            Minimizer = _request.Options.Minimizer with { MaxIterations = SettleIterations },
        },
    };

    private TileStepRequest Adding(TileStepResult settled) => _request with
    {
        Free =
        [
            .. settled.Updated.Join(
                _request.Free, update => update.Component.Id, free => free.Component.Id,
                (update, free) => free with { Component = update.Component }),
        ],
        State = settled.State,
        Options = _request.Options with { Selection = _selection with { RemoveCount = 0 } },
    };

    private void Tell(double change)
    {
        if (change < 0)
        {
            _onChange?.Invoke(change);
        }
    }

    private static TileStepResult Join(TileStepResult settled, TileStepResult refilled)
    {
        TileStepStatistics first = settled.Statistics, second = refilled.Statistics;
        return refilled with
        {
            Removed = [.. settled.Removed, .. refilled.Removed],
            Statistics = second with
            {
                SelectionChange = first.SelectionChange + second.SelectionChange,
                MinimizerChange = first.MinimizerChange + second.MinimizerChange,
                ResidualChange = first.ResidualChange + second.ResidualChange,
                Removed = first.Removed + second.Removed,
                Iterations = first.Iterations + second.Iterations,
                Trials = first.Trials + second.Trials,
            },
        };
    }

    // Gradient and share of E are counted where the components are; the figures of the work stay.
    private TileStepResult Undone(TileStepStatistics tried)
    {
        Component[] given = [.. _request.Free.Select(free => free.Component)];
        TileCount count = TileRecount.Run(
            _request.Core.Intersect(_request.Bounds), _request.Bounds, _request.Pixels.Span, _request.Background, given,
            _request.Frozen, _workspace, restrictions: _request.Options.Restrictions, cancellation: _cancellation);
        return new TileStepResult(
            _request.Tile, _request.Sweep, [.. _request.Free.Select(free => (free.Owner, free.Component))], [], [],
            _request.State, tried with
            {
                SelectionChange = 0,
                MinimizerChange = 0,
                LargestGradient = count.LargestGradient,
                ResidualChange = default,
                CoreSse = count.Sse,
                Added = 0,
                Removed = 0,
            });
    }
}
