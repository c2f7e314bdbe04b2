using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;

namespace TiledFit.Core.Refinement;

/// <summary>
/// Finds the components of like size that overlap a given one the most. There is a grid for every octave of size, whose
/// cells hold the components by their centres.
/// </summary>
internal sealed class NeighbourGrid
{
    private const double LeastOverlap = 0.05;

    // Farther apart than 2(σ_i + σ_j), this share of the half widths, no overlap reaches the least.
    private const double Reach = 0.4;

    // A component whose half width is so many octaves off is surroundings, not a neighbour: it hardly overlaps by the
    // measure above, and would follow what goes on far from here.
    private const int Octaves = 3;

    private readonly Dictionary<(int Octave, int X, int Y), List<int>> _cells = [];
    private readonly HashSet<int> _octaves = [];

    public void Add(int index, in Gaussian shape)
    {
        int octave = OctaveOf(shape);
        _octaves.Add(octave);
        (int, int, int) cell = CellOf(octave, shape.X, shape.Y);
        if (!_cells.TryGetValue(cell, out List<int>? members))
        {
            _cells[cell] = members = [];
        }

        members.Add(index);
    }

    public void Remove(int index, in Gaussian shape) =>
        _cells[CellOf(OctaveOf(shape), shape.X, shape.Y)].Remove(index);

    /// <summary>At most <paramref name="count"/> others, the one that overlaps the most first.</summary>
    /// <param name="shape">The component.</param>
    /// <param name="count">How many.</param>
    /// <param name="shapeOf">The components by their index.</param>
    /// <param name="except">Not these.</param>
    public int[] Nearest(in Gaussian shape, int count, Func<int, Gaussian> shapeOf, ReadOnlySpan<int> except)
    {
        var found = new List<(double Overlap, int Index)>();
        int own = OctaveOf(shape);
        for (int octave = own - Octaves; octave <= own + Octaves; octave++)
        {
            if (_octaves.Contains(octave))
            {
                Search(octave, shape, shapeOf, except, found);
            }
        }

        found.Sort();
        return [.. found.Take(count).Select(item => item.Index)];
    }

    private void Search(
        int octave, in Gaussian shape, Func<int, Gaussian> shapeOf, ReadOnlySpan<int> except,
        List<(double Overlap, int Index)> found)
    {
        double widest = Math.ScaleB(1, octave + 1);
        double width = Reach * (shape.HalfWidth + widest), height = Reach * (shape.HalfHeight + widest);
        (_, int left, int top) = CellOf(octave, shape.X - width, shape.Y - height);
        (_, int right, int bottom) = CellOf(octave, shape.X + width, shape.Y + height);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                foreach (int index in _cells.GetValueOrDefault((octave, x, y)) ?? [])
                {
                    if (!except.Contains(index)
                        && GaussianProduct.Overlap(shape, shapeOf(index)) is var overlap and > LeastOverlap)
                    {
                        found.Add((-overlap, index));
                    }
                }
            }
        }
    }

    private static int OctaveOf(in Gaussian g) => Math.ILogB(Math.Max(g.HalfWidth, g.HalfHeight));

    // As wide as the narrowest of the octave.
    private static (int Octave, int X, int Y) CellOf(int octave, double x, double y) =>
        (octave, (int)Math.Floor(Math.ScaleB(x, -octave)), (int)Math.Floor(Math.ScaleB(y, -octave)));
}
