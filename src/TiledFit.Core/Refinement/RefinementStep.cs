using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Restrictions;
using TiledFit.Core.Seeding;
using TiledFit.Core.Selection;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Refinement;

/// <summary>
/// Changes the model where that pays: a component goes, one becomes two, a new one comes. Every change is judged by a
/// refit of all that takes part in it and of the nearest neighbours, and made when E + penalties falls by it, those first
/// that gain the most; what lies near a change is judged again.
/// </summary>
internal sealed class RefinementStep
{
    // Refitted along with a change.
    private const int Neighbours = 3;

    // Two Gaussians whose boxes of ±2σ are apart hardly feel what becomes of the other.
    private const double Near = 2;

    // A component may be the double of one that it overlaps by so much of what it would overlap itself.
    private const double DoubleOverlap = 0.3;

    // A removal that costs more penalties than that, by the linear model, is not worth it by any.
    private const double MostSaved = 50;

    // A refit makes good at most so many penalties of what a removal costs, and what comes soon earns this share of one.
    private const double MostMadeGood = 6, LeastSoon = 0.3;

    // What the residual holds within so many σ beyond the noise is all that a split could bring; some of that is chance.
    private const double SplitRadiusSquared = 9, SplitShare = 0.5;

    private readonly TileStepRequest _request;
    private readonly SelectionOptions _options;
    private readonly PixelWindow _window;
    private readonly CancellationToken _cancellation;
    private readonly SignalNoise _noise;
    private readonly SelectionCriterion _criterion;
    private readonly LocalRefit _refit;
    private readonly ComponentRestrictions? _restrictions;
    private readonly NeighbourGrid _grid = new();
    private readonly List<FreeComponent?> _components;
    private readonly TouchedCells _touched = new();
    private readonly PriorityQueue<ModelChange, (double Surplus, int Subject, double X, double Y)> _queue = new();
    private int _created, _increase;

    public RefinementStep(
        TileStepRequest request, SelectionOptions options, PixelWindow window, CancellationToken cancellation)
    {
        _request = request;
        _options = options;
        _window = window;
        _cancellation = cancellation;
        _noise = new SignalNoise(request, window, options.Criterion);
        _criterion = options.Criterion with { Noise = _noise.Noise };
        _restrictions = request.Options.Restrictions;
        _refit = new LocalRefit(window, Parametrization.Of(_restrictions));
        _components = [.. request.Free.Select(free => (FreeComponent?)free)];
        for (int k = 0; k < _components.Count; k++)
        {
            _grid.Add(k, ShapeOf(k));
        }
    }

    /// <summary>
    /// Starts from the window's residual, which follows. Returns the components that stay or come, in the order of the
    /// request, new ones last.
    /// </summary>
    public List<FreeComponent> Run(List<long> removed)
    {
        _window.Enter(StepPhase.Prune);
        int[] owned = [.. Enumerable.Range(0, _components.Count).Where(k => _request.Free[k].Owner == _request.Tile)];
        ProposeAll(owned.Select(Removal).Where(MayGo));
        MakeChanges();
        _window.Enter(StepPhase.Detect);
        ProposeAll(owned.Where(k => _components[k] is not null && MaySplit(ShapeOf(k))).Select(Split));
        ProposeAll(Candidates().Select(candidate => Addition(candidate.Shape)));
        MakeChanges();
        removed.AddRange(
            Enumerable.Range(0, _request.Free.Count)
                .Where(k => _components[k] is null)
                .Select(k => _request.Free[k].Component.Id));
        return [.. _components.OfType<FreeComponent>()];
    }

    private Gaussian ShapeOf(int component) => _components[component]!.Value.Component.Shape;

    // Of two that may be doubles the lesser.
    private bool MayGo(ModelChange removal)
    {
        Gaussian g = removal.Shape;
        int[] near = removal.Refitted;
        if (near.Length > 0 && GaussianProduct.Overlap(g, ShapeOf(near[0])) > DoubleOverlap)
        {
            return (Math.Abs(g.Volume), removal.Subject).CompareTo((Math.Abs(ShapeOf(near[0]).Volume), near[0])) < 0
                && RemovalPrice.WhileOthersFollow(_window, g, [.. near.Select(ShapeOf)], _cancellation)
                    < MostSaved * removal.Penalty;
        }

        return RemovalPrice.WhileOthersRest(_window, g) < MostMadeGood * removal.Penalty;
    }

    private bool MaySplit(in Gaussian g) =>
        _noise.SquaresBeyondNoise(g, SplitRadiusSquared) > SplitShare * PenaltyOf(g);

    private IReadOnlyList<Candidate> Candidates() => _options.AddLimit <= 0 ? [] : ScaleSpaceDetector.Detect(
        new ResidualWindow(_window.CopyResidual(), _request.Bounds), _request.Core, _options.AddLimit,
        _criterion, _options.Detection, shape => _request.Limits.Holds(shape), _cancellation,
        _restrictions is null ? null : shape => _restrictions.Conform(shape), _request.Options.AllowsNegative);

    // What it leaves starts with the moments of both, unless their signs differ: they take from each other.
    private ModelChange Removal(int component)
    {
        Gaussian g = ShapeOf(component);
        int[] near = _grid.Nearest(g, Neighbours, ShapeOf, [component]);
        Gaussian[] starts = [.. near.Select(ShapeOf)];
        double own = 0;
        if (near.Length > 0 && g.Amplitude * starts[0].Amplitude >= 0)
        {
            starts[0] = Conform(ComponentSplit.Merge(starts[0], g));
        }
        else if (near.Length == 0)
        {
            own = 2 * Math.Abs(g.Amplitude) / 3;
        }

        return new ModelChange(ChangeKind.Remove, component, g, [component], near, starts, [], PenaltyOf(g, own));
    }

    private ModelChange Split(int component)
    {
        Gaussian g = ShapeOf(component);
        (Gaussian first, Gaussian second) = ComponentSplit.Halve(g, _window.Residual);
        (first, second) = (Conform(first), Conform(second));
        int[] near = _grid.Nearest(g, Neighbours, ShapeOf, [component]);
        return new ModelChange(
            ChangeKind.Split, component, second, [], [component, .. near], [first, .. near.Select(ShapeOf)], [second],
            PenaltyOf(g));
    }

    private ModelChange Addition(Gaussian shape)
    {
        int[] near = _grid.Nearest(shape, Neighbours, ShapeOf, []);
        return new ModelChange(
            ChangeKind.Add, -1, shape, [], near, [.. near.Select(ShapeOf)], [shape], PenaltyOf(shape));
    }

    private Gaussian Conform(in Gaussian shape) => _restrictions?.Conform(shape) ?? shape;

    // In the noise of the signal less the component's own part of it, Σ g²·a·g/Σ g² = ⅔·a where that does not count.
    private double PenaltyOf(in Gaussian g, double own = 0) =>
        _criterion.Penalty(g.SqrtDeterminant) * _noise.Excess(g, _noise.SignalUnder(g) - own);

    private void ProposeAll(IEnumerable<ModelChange> changes)
    {
        foreach (ModelChange change in changes.ToArray())
        {
            Propose(change);
        }
    }

    private void Propose(ModelChange change)
    {
        _cancellation.ThrowIfCancellationRequested();
        ModelChange judged = Judge(change);
        if (judged.Surplus < 0)
        {
            _queue.Enqueue(judged, (judged.Surplus, judged.Subject, judged.Shape.X, judged.Shape.Y));
        }
    }

    private ModelChange Judge(ModelChange change)
    {
        Gaussian[] wanted = [.. change.Starts, .. change.Coming];
        ReachBox[] limits =
        [
            .. change.Refitted.Select(k => _components[k]!.Value.Limits),
            .. change.Coming.Select(_ => _request.Limits),
        ];
        if (wanted.Where((shape, k) => !limits[k].Holds(shape)).Any())
        {
            return change with { Surplus = double.PositiveInfinity };
        }

        int[] replaced = [.. change.Refitted, .. change.Leaving];
        Gaussian[] present = [.. replaced.Select(ShapeOf)];
        double hopeless = change.Increase < 0 ? MostMadeGood * change.Penalty : -LeastSoon * change.Penalty;
        (double difference, Gaussian[] result) = _refit.Run(present, wanted, limits, hopeless, _cancellation);

        // What comes may have gone where the signal is noisier.
        double penalty = change.Penalty;
        foreach (Gaussian shape in result.AsSpan(change.Refitted.Length))
        {
            penalty = Math.Max(penalty, PenaltyOf(shape));
        }

        double surplus = difference + change.Increase * penalty;
        if (surplus < 0)
        {
            ReachBox[] own = [.. replaced.Select(k => _components[k]!.Value.Limits)];
            surplus -= Math.Min(0, _refit.Run(present, present, own, 0, _cancellation).Change);
        }

        return change with { Surplus = surplus, Result = result, JudgedAfter = _touched.Changes };
    }

    private void MakeChanges()
    {
        while (_queue.TryDequeue(out ModelChange? change, out _))
        {
            if (change.Subject >= 0 && _components[change.Subject] is null)
            {
                continue;
            }

            if (IsTouched(change))
            {
                Propose(change.Kind switch
                {
                    ChangeKind.Remove => Removal(change.Subject),
                    ChangeKind.Split => Split(change.Subject),
                    _ => Addition(change.Shape),
                });
            }
            else if (_increase + change.Increase <= _options.AddLimit)
            {
                Make(change);
            }
        }
    }

    private void Make(ModelChange change)
    {
        _increase += change.Increase;
        _touched.Begin();
        foreach (int k in change.Leaving)
        {
            Replace(k, null);
        }

        for (int i = 0; i < change.Refitted.Length; i++)
        {
            Replace(change.Refitted[i], change.Result[i]);
        }

        ComponentFlags origin =
            ComponentFlags.Grown | (change.Kind == ChangeKind.Split ? ComponentFlags.Split : ComponentFlags.None);
        foreach (Gaussian shape in change.Result.AsSpan(change.Refitted.Length))
        {
            long id = ComponentId.Create(_request.Tile, _request.Sweep, _created++);
            _components.Add(new FreeComponent(
                _request.Tile, new Component(id, shape, origin), _request.Limits));
            Enter(_components.Count - 1);
        }
    }

    private void Replace(int component, Gaussian? shape)
    {
        Gaussian old = ShapeOf(component);
        _grid.Remove(component, old);
        _window.AddToResidual(old);
        _touched.Touch(SupportBox.Of(old, Near));
        FreeComponent free = _components[component]!.Value;
        _components[component] = null;
        if (shape is { } moved)
        {
            _components[component] = free with { Component = free.Component with { Shape = moved } };
            Enter(component);
        }
    }

    private void Enter(int component)
    {
        Gaussian shape = ShapeOf(component);
        _grid.Add(component, shape);
        _window.AddToResidual(shape with { Amplitude = -shape.Amplitude });
        _touched.Touch(SupportBox.Of(shape, Near));
    }

    private bool IsTouched(ModelChange change)
    {
        PixelRectangle box = SupportBox.Of(change.Shape, Near);
        foreach (int k in change.Refitted)
        {
            if (_components[k] is not { } present)
            {
                return true;
            }

            box = box.Union(SupportBox.Of(present.Component.Shape, Near));
        }

        return _touched.IsTouched(box, change.JudgedAfter);
    }
}
