using TiledFit.Core.Model;

namespace TiledFit.Core.Refinement;

/// <summary>Which places were changed after which change, by cells of some pixels.</summary>
internal sealed class TouchedCells
{
    private const int Cell = 8;

    private readonly Dictionary<(int X, int Y), int> _last = [];

    /// <summary>Changes so far.</summary>
    public int Changes { get; private set; }

    /// <summary>Begins another change.</summary>
    public void Begin() => Changes++;

    /// <summary>The present change touches a part.</summary>
    public void Touch(PixelRectangle part)
    {
        foreach ((int, int) cell in CellsOf(part))
        {
            _last[cell] = Changes;
        }
    }

    /// <summary>Whether a part was touched by a change after the first so many.</summary>
    public bool IsTouched(PixelRectangle part, int after) =>
        CellsOf(part).Any(cell => _last.TryGetValue(cell, out int change) && change > after);

    private static IEnumerable<(int X, int Y)> CellsOf(PixelRectangle part)
    {
        (int right, int bottom) = (CellOf(part.Right - 1), CellOf(part.Bottom - 1));
        for (int y = CellOf(part.Y); y <= bottom; y++)
        {
            for (int x = CellOf(part.X); x <= right; x++)
            {
                yield return (x, y);
            }
        }
    }

    private static int CellOf(int pixel) => (int)Math.Floor((double)pixel / Cell);
}
