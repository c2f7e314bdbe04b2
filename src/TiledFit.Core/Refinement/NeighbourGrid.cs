using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;

namespace TiledFit.Core.Refinement;

/// <summary>Finds the components that overlap a given one the most; cells hold the components by their centres.</summary>
internal sealed class NeighbourGrid
{
    private const int Cell = 16;

    private const double LeastOverlap = 0.05;

    // Farther apart than 2(σ_i + σ_j), this share of the half widths, no overlap reaches the least.
    private const double Reach = 0.4;

    private readonly Dictionary<(int X, int Y), List<int>> _cells = [];
    private double _widest, _highest;
    private (int X, int Y) _first = (int.MaxValue, int.MaxValue), _last = (int.MinValue, int.MinValue);

    public void Add(int index, in Gaussian shape)
    {
        (int X, int Y) cell = CellOf(shape.X, shape.Y);
        if (!_cells.TryGetValue(cell, out List<int>? members))
        {
            _cells[cell] = members = [];
        }

        members.Add(index);
        _first = (Math.Min(_first.X, cell.X), Math.Min(_first.Y, cell.Y));
        _last = (Math.Max(_last.X, cell.X), Math.Max(_last.Y, cell.Y));
        _widest = Math.Max(_widest, shape.HalfWidth);
        _highest = Math.Max(_highest, shape.HalfHeight);
    }

    public void Remove(int index, in Gaussian shape) => _cells[CellOf(shape.X, shape.Y)].Remove(index);

    /// <summary>At most <paramref name="count"/> others, the one that overlaps the most first.</summary>
    /// <param name="shape">The component.</param>
    /// <param name="count">How many.</param>
    /// <param name="shapeOf">The components by their index.</param>
    /// <param name="except">Not these.</param>
    public int[] Nearest(in Gaussian shape, int count, Func<int, Gaussian> shapeOf, ReadOnlySpan<int> except)
    {
        var found = new List<(double Overlap, int Index)>();
        double width = Reach * (shape.HalfWidth + _widest), height = Reach * (shape.HalfHeight + _highest);
        (int X, int Y) first = CellOf(shape.X - width, shape.Y - height);
        (int X, int Y) last = CellOf(shape.X + width, shape.Y + height);
        for (int y = Math.Max(first.Y, _first.Y); y <= Math.Min(last.Y, _last.Y); y++)
        {
            for (int x = Math.Max(first.X, _first.X); x <= Math.Min(last.X, _last.X); x++)
            {
                foreach (int index in _cells.GetValueOrDefault((x, y)) ?? [])
                {
                    if (!except.Contains(index) && Overlap(shape, shapeOf(index)) is var overlap and > LeastOverlap)
                    {
                        found.Add((-overlap, index));
                    }
                }
            }
        }

        found.Sort();
        return [.. found.Take(count).Select(item => item.Index)];
    }

    /// <summary>∫ g_i·g_j in units of √(∫ g_i² · ∫ g_j²).</summary>
    public static double Overlap(in Gaussian a, in Gaussian b) =>
        new GaussianProduct(a, b).Integral / (Math.PI * Math.Sqrt(a.SqrtDeterminant * b.SqrtDeterminant));

    private static (int X, int Y) CellOf(double x, double y) => ((int)Math.Floor(x / Cell), (int)Math.Floor(y / Cell));
}
