using TiledFit.Core.Model;

namespace TiledFit.Engine.Rendering;

/// <summary>
/// Closed intervals that can be asked which of them overlap another: a balanced search tree over the lower ends, each
/// node with the largest upper end below it (Cormen, Leiserson, Rivest and Stein, Introduction to Algorithms, §14.3),
/// laid out implicitly in sorted arrays. Immutable, so safe to ask from several threads.
/// </summary>
internal sealed class IntervalIndex
{
    private readonly int[] _order;
    private readonly double[] _lower, _upper, _largestUpper;

    /// <summary>Indexes the intervals [lower[i], upper[i]]; the arrays are taken over.</summary>
    public IntervalIndex(double[] lower, double[] upper)
    {
        _order = Enumerable.Range(0, lower.Length).ToArray();
        Array.Sort((double[])lower.Clone(), _order);
        _lower = Array.ConvertAll(_order, i => lower[i]);
        _upper = Array.ConvertAll(_order, i => upper[i]);
        _largestUpper = new double[lower.Length];
        Build(0, lower.Length);
    }

    /// <summary>The rows that the supports of components reach.</summary>
    public static IntervalIndex OfRows(Gaussian[] components) => new(
        Array.ConvertAll(components, g => g.Y - g.HalfHeight), Array.ConvertAll(components, g => g.Y + g.HalfHeight));

    /// <summary>The numbers of the intervals that overlap [lower, upper], ascending.</summary>
    public List<int> Overlapping(double lower, double upper)
    {
        var found = new List<int>();
        Collect(0, _order.Length, lower, upper, found);
        found.Sort();
        return found;
    }

    private double Build(int start, int end)
    {
        if (start >= end)
        {
            return double.NegativeInfinity;
        }

        int middle = start + (end - start) / 2;
        return _largestUpper[middle] = Math.Max(_upper[middle], Math.Max(Build(start, middle), Build(middle + 1, end)));
    }

    private void Collect(int start, int end, double lower, double upper, List<int> found)
    {
        if (start >= end)
        {
            return;
        }

        int middle = start + (end - start) / 2;
        if (_largestUpper[middle] < lower)
        {
            return;
        }

        Collect(start, middle, lower, upper, found);
        if (_lower[middle] > upper)
        {
            return;
        }

        if (_upper[middle] >= lower)
        {
            found.Add(_order[middle]);
        }

        Collect(middle + 1, end, lower, upper, found);
    }
}
