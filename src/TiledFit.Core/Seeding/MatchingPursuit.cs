using TiledFit.Core.Model;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Seeding;

/// <summary>
/// Greedy choice among candidates by falling gain, each taken off the residual before the next is judged. A gain is
/// evaluated only when the candidate comes to the top of the queue, and again when something was subtracted near it
/// since.
/// </summary>
internal sealed class MatchingPursuit
{
    // Two Gaussians whose boxes of ±3σ are apart share less than e^(−9/2) of their product.
    private const double NearShare = 3 / Support.Radius;

    private readonly TemplateWindow _residual;
    private readonly SelectionCriterion _criterion;
    private readonly Func<Gaussian, bool> _isAllowed;
    private readonly List<Gaussian> _shapes = [];
    private readonly List<Gaussian> _taken = [];
    private readonly PriorityQueue<(int Index, int JudgedAfter), (double NegativeGain, int Index)> _queue = new();

    /// <summary>A pursuit that consumes the residual.</summary>
    public MatchingPursuit(TemplateWindow residual, SelectionCriterion criterion, Func<Gaussian, bool> isAllowed)
    {
        _residual = residual;
        _criterion = criterion;
        _isAllowed = isAllowed;
    }

    /// <summary>Enters a candidate with a first estimate of its gain, unless its shape is not allowed.</summary>
    public void Add(in Gaussian shape, double gain)
    {
        if (_isAllowed(shape))
        {
            _queue.Enqueue((_shapes.Count, -1), (-gain, _shapes.Count));
            _shapes.Add(shape);
        }
    }

    /// <summary>Chooses at most <paramref name="count"/> candidates.</summary>
    public IReadOnlyList<Candidate> Run(int count, CancellationToken cancellation)
    {
        var chosen = new List<Candidate>();
        while (chosen.Count < count && _queue.TryDequeue(out (int Index, int JudgedAfter) top, out _))
        {
            cancellation.ThrowIfCancellationRequested();
            Candidate candidate = _residual.Project(_shapes[top.Index]);
            if (top.JudgedAfter >= 0 && !IsTouched(candidate.Shape, top.JudgedAfter))
            {
                chosen.Add(candidate);
                _taken.Add(candidate.Shape);
                _residual.Subtract(candidate.Shape);
            }
            else if (candidate.Gain > _criterion.Penalty(candidate.Shape))
            {
                _queue.Enqueue((top.Index, _taken.Count), (-candidate.Gain, top.Index));
            }
        }

        return chosen;
    }

    /// <summary>Whether a Gaussian was subtracted near the shape since it was judged.</summary>
    private bool IsTouched(in Gaussian shape, int judgedAfter)
    {
        for (int i = judgedAfter; i < _taken.Count; i++)
        {
            Gaussian other = _taken[i];
            if (Math.Abs(other.X - shape.X) < NearShare * (other.HalfWidth + shape.HalfWidth)
                && Math.Abs(other.Y - shape.Y) < NearShare * (other.HalfHeight + shape.HalfHeight))
            {
                return true;
            }
        }

        return false;
    }
}
