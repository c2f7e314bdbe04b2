using TiledFit.Core.Model;
using TiledFit.Core.Selection;

namespace TiledFit.Core.Seeding;

/// <summary>
/// Greedy choice among candidates by falling gain, each taken off the residual before the next is judged. A gain is
/// evaluated only when the candidate comes to the top of the queue, and again when something was subtracted near it since.
/// </summary>
internal sealed class MatchingPursuit(ResidualWindow residual, SelectionCriterion criterion, PixelRectangle core)
{
    private readonly List<Gaussian> shapes = [];
    private readonly PriorityQueue<(int Index, int Judged), (double NegativeGain, int Index)> queue = new();
    private readonly List<Gaussian> taken = [];

    /// <summary>Enters a candidate with a first estimate of its gain.</summary>
    public void Add(in Gaussian shape, double gain)
    {
        queue.Enqueue((shapes.Count, -1), (-gain, shapes.Count));
        shapes.Add(shape);
    }

    /// <summary>Chooses at most <paramref name="count"/> candidates.</summary>
    public IReadOnlyList<Candidate> Run(int count)
    {
        var chosen = new List<Candidate>();
        while (chosen.Count < count && queue.TryDequeue(out (int Index, int Judged) top, out var priority))
        {
            Gaussian shape = shapes[top.Index];
            double penalty = criterion.Penalty(shape.SqrtDeterminant);
            if (top.Judged >= 0 && !IsTouched(shape, top.Judged))
            {
                Candidate candidate = Template.Project(residual, shape);
                chosen.Add(candidate);
                taken.Add(candidate.Shape);
                Template.Subtract(residual, candidate.Shape);
                continue;
            }
            Candidate judged = Template.Project(residual, shape);
            if (judged.Gain > penalty && IsInside(shape))
                queue.Enqueue((top.Index, taken.Count), (-judged.Gain, top.Index));
        }
        return chosen;
    }

    /// <summary>Whether a Gaussian was subtracted within ±3σ of the shape's box since it was judged.</summary>
    private bool IsTouched(in Gaussian shape, int judged)
    {
        for (int i = judged; i < taken.Count; i++)
        {
            Gaussian other = taken[i];
            if (Math.Abs(other.X - shape.X) < 0.6 * (other.HalfWidth + shape.HalfWidth)
                && Math.Abs(other.Y - shape.Y) < 0.6 * (other.HalfHeight + shape.HalfHeight))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsInside(in Gaussian shape) =>
        shape.X >= core.X - 0.5 && shape.X < core.Right - 0.5 && shape.Y >= core.Y - 0.5 && shape.Y < core.Bottom - 0.5;
}
