using TiledFit.Core.Model;

namespace TiledFit.Engine.Synthesis;

/// <summary>Finds the components whose supports reach into a range of rows.</summary>
internal sealed class RowIndex
{
    private readonly Gaussian[] _components;
    private readonly double[] _tops;
    private readonly int[] _order;
    private readonly double _tallest;

    /// <summary>Sorts the components by the first row of their supports.</summary>
    public RowIndex(Gaussian[] components)
    {
        _components = components;
        _tops = Array.ConvertAll(components, c => c.Y - c.HalfHeight);
        _order = [.. Enumerable.Range(0, components.Length)];
        Array.Sort(_tops, _order);
        _tallest = components.Length == 0 ? 0 : 2 * components.Max(c => c.HalfHeight);
    }

    /// <summary>The components that reach rows [top, bottom), or nearly so, in ascending order.</summary>
    public List<int> Overlapping(int top, int bottom)
    {
        var found = new List<int>();
        for (int k = FirstAtOrBelow(top - _tallest - 1); k < _tops.Length && _tops[k] <= bottom; k++)
        {
            Gaussian c = _components[_order[k]];
            if (c.Y + c.HalfHeight >= top - 1)
                found.Add(_order[k]);
        }

        found.Sort();
        return found;
    }

    private int FirstAtOrBelow(double row)
    {
        int low = 0, high = _tops.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = _tops[middle] < row ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
